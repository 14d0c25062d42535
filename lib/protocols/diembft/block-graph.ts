/** The graph of blocks behind block and state ids, read back from the suite that hashed them. */
import type { Encodable, Hasher } from "../../protocol/crypto.js";
import type { BlockGraph, CanonicalIds, PreimageOf } from "../../protocol/explorable.js";
import { GENESIS_ROUND } from "../../protocol/ids.js";
import type { BlockId, Round, StateId, Transaction } from "../../protocol/ids.js";
import { stateDigest } from "./messages/state-digest.js";

/** The preimage of a block id: the content of the block and of the QC in it. */
interface BlockPreimage {
  readonly author: string;
  readonly round: Round;
  readonly payload: readonly Transaction[];
  readonly parent: BlockId;
  readonly signers: string;
  /** The QC's statement about the parent: the state after it, and the state that it commits. */
  readonly execState: StateId | null;
  readonly commitState: StateId | null;
}

/** Caches what it has read, for as long as the suite lives. */
export class DiemBlockGraph implements BlockGraph {
  readonly #hasher: Hasher;
  readonly #preimageOf: PreimageOf;
  readonly #preimages = new Map<BlockId, BlockPreimage>();
  readonly #regular = new Map<BlockId, StateId>();

  constructor(hasher: Hasher, preimageOf: PreimageOf) {
    this.#hasher = hasher;
    this.#preimageOf = preimageOf;
  }

  roundOf(block: BlockId): Round {
    return this.#preimage(block).round;
  }

  parentOf(block: BlockId): BlockId {
    return this.#preimage(block).parent;
  }

  descends(block: BlockId, from: BlockId): boolean {
    const round = this.roundOf(from);
    let at = block;
    while (this.roundOf(at) > round) at = this.parentOf(at);
    return at === from;
  }

  commits(block: BlockId): boolean {
    return this.#preimage(block).commitState !== null;
  }

  describeBlock(id: BlockId, ids: CanonicalIds): string {
    const { round, parent, signers, execState, commitState } = this.#preimage(id);
    const executed = execState === null ? "" : ids.state(execState, parent);
    const committed =
      commitState === null ? "" : `+${ids.state(commitState, this.parentOf(parent))}`;
    const signersText = ids.isCertificateLive(id) ? signers : "";
    return `${round} ${ids.parentName(id)} ${signersText} ${executed} ${committed}`;
  }

  contentOf(id: BlockId): string {
    const { author, payload } = this.#preimage(id);
    return `${author} ${payload.join(",")}`;
  }

  signersOf(block: BlockId): string {
    return this.#preimage(block).signers;
  }

  stateOf(state: StateId, block: BlockId, base: BlockId): string {
    if (state === this.#regularState(block)) return "";
    let words = "!";
    for (let at: Encodable = state; typeof at === "string";) {
      if (at === this.#regularState(base)) return `${words}base`;
      if (at === this.#regularState(this.parentOf(base))) return `${words}below`;
      const [parent, transactions]: readonly Encodable[] = this.#preimageOf(at) ?? [];
      words += `${JSON.stringify(transactions)}<`;
      at = parent ?? null;
    }
    return words;
  }

  /** The state after a block when every block up to it has been executed once. */
  #regularState(id: BlockId): StateId {
    const known = this.#regular.get(id);
    if (known !== undefined) return known;
    const { round, parent, payload } = this.#preimage(id);
    const before = round === GENESIS_ROUND ? null : this.#regularState(parent);
    const state = stateDigest(this.#hasher, before, payload);
    this.#regular.set(id, state);
    return state;
  }

  #preimage(id: BlockId): BlockPreimage {
    const known = this.#preimages.get(id);
    if (known !== undefined) return known;
    const preimage = this.#read(id);
    this.#preimages.set(id, preimage);
    return preimage;
  }

  /** The fields as `digests.ts` hashes them. */
  #read(id: BlockId): BlockPreimage {
    const [author, round, payload, parent, signatures] = this.#preimageOf(id) ?? [];
    if (typeof round !== "number") return genesisPreimage(id);
    const signed = (this.#preimageOf(signatures as string) ?? []) as readonly [string, string][];
    const [, signature = ""] = signed[0] ?? [];
    const [commitState = null, voteInfo] = this.#preimageOf(afterSlash(signature)) ?? [];
    const [, , , , execState = null] = this.#preimageOf(voteInfo as string) ?? [];
    return {
      author: author as string,
      round: round as Round,
      payload: payload as readonly Transaction[],
      parent: parent as BlockId,
      signers: signed.map(([signer]) => signer).join(","),
      execState: execState as StateId | null,
      commitState: commitState as StateId | null,
    };
  }
}

const genesisPreimage = (id: BlockId): BlockPreimage => ({
  ...{ author: "", round: GENESIS_ROUND, payload: [], parent: id, signers: "" },
  ...{ execState: null, commitState: null },
});

/** The digest in a structural signature. */
const afterSlash = (signature: string): string => signature.slice(signature.indexOf("/") + 1);
