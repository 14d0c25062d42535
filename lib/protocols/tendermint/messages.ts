/** What Tendermint's processes sign and send, and what everybody may know of it. */
import { blockId } from "../../protocol/index.js";
import type {
  BlockId,
  Certificate,
  CryptoSuite,
  Description,
  Digest,
  NameOf,
  ReplicaContext,
  ReplicaId,
  Round,
  Signature,
  Statement,
  Transaction,
} from "../../protocol/index.js";

/** What a value is made of. Its id is the digest of it. */
export interface ValueContent {
  readonly height: number;
  /** The round in which it was proposed first. */
  readonly round: Round;
  readonly proposer: ReplicaId;
  /** The decision of the height before. */
  readonly parent: BlockId;
  readonly transactions: readonly Transaction[];
}

/** A value v with id(v), the hash of its content. */
export interface Value extends ValueContent {
  readonly id: BlockId;
}

/** What every message names and signs. */
export interface Signed {
  readonly height: number;
  readonly round: Round;
  readonly sender: ReplicaId;
  readonly signature: Signature;
}

/** ⟨PREVOTE, h, r, id(v)⟩ or ⟨PRECOMMIT, h, r, id(v)⟩; null is nil. */
export interface Vote extends Signed {
  readonly kind: "prevote" | "precommit";
  readonly value: BlockId | null;
}

/** ⟨PROPOSAL, h, r, v, vr⟩; 0, which is no round, is the paper's -1. */
export interface Proposal extends Signed {
  readonly kind: "proposal";
  readonly value: Value;
  readonly validRound: Round;
}

/** A decided value with a quorum of precommits for it, all of one round. */
export interface Decision {
  readonly value: Value;
  readonly precommits: readonly Vote[];
}

/** What the sender of a message received before it, for processes that missed it. */
export interface Relay {
  /** The decisions of all lower heights, in order. */
  readonly decisions: readonly Decision[];
  /** The precommits that ended the round before; with a proposal, those of `validRound` too. */
  readonly votes: readonly Vote[];
}

/** What processes send: a proposal or a vote, with what is relayed. */
export type Message = (Proposal | Vote) & { readonly relay: Relay };

/** The value below the first height. */
export const GENESIS = blockId("genesis");

/** The slot in which a proposal or a vote binds its sender: `prevote 3/2`. */
const slotOf = (kind: Message["kind"], height: number, round: Round): string =>
  `${kind === "proposal" ? "propose" : kind} ${height}/${round}`;

/** What a message binds its sender to. */
const statementOf = (message: Vote | Proposal): Statement => ({
  slot: slotOf(message.kind, message.height, message.round),
  value: message.kind === "proposal" ? message.value.id : message.value,
});

/** What a judge may know of a message. */
export function describe(message: Message): Description {
  const { kind: type, sender, round, relay } = message;
  const signs = [statementOf(message)];
  const shows: Certificate[] = [];
  for (const { precommits } of relay.decisions) shows.push(...certificateOf(precommits));
  if (message.kind !== "proposal") return { type, sender, round, signs, shows };
  const { id, parent, round: proposed } = message.value;
  const polka = relay.votes.filter(({ kind }) => kind === "prevote");
  const block = { id, parent, round: proposed };
  return { type, sender, round, block, signs, shows: [...shows, ...certificateOf(polka)] };
}

/** The certificate that votes of one slot for one value are; none without votes. */
export function certificateOf(votes: readonly Vote[]): readonly Certificate[] {
  const [first] = votes;
  if (first === undefined) return [];
  const { round } = first;
  const kind = first.kind === "prevote" ? "polka" : "decision";
  const { slot, value } = statementOf(first);
  return [{ kind, slot, value, round, signers: votes.map(({ sender }) => sender) }];
}

/** A message in a few words: `prevote 1/2 for nil`. */
export function messageWords(message: Message, nameOf: NameOf): string {
  const { kind, height, round } = message;
  const place = `${kind} ${height}/${round}`;
  if (message.kind !== "proposal") {
    return `${place} for ${message.value === null ? "nil" : nameOf(message.value)}`;
  }
  const { value, validRound } = message;
  return `${place} of ${nameOf(value.id)}${validRound > 0 ? `, valid in round ${validRound}` : ""}`;
}

/** id(v): the digest of what a value is made of. */
export const idOf = (value: ValueContent, crypto: CryptoSuite): BlockId => {
  const { height, round, proposer, parent, transactions } = value;
  return blockId(crypto.hash("value", [height, round, proposer, parent, transactions]));
};

/** What the sender of a message signs. */
export function digestOf(
  message: Omit<Vote, "signature"> | Omit<Proposal, "signature">,
  crypto: CryptoSuite,
): Digest {
  const { kind, height, round } = message;
  const what = message.kind === "proposal" ? [message.value.id, message.validRound] : message.value;
  return crypto.hash(kind, [height, round, what]);
}

/** A vote of this replica. */
export function voteOf(
  vote: Pick<Vote, "kind" | "height" | "round" | "value">,
  { self: sender, signer, crypto }: ReplicaContext,
): Vote {
  const { kind, height, round, value } = vote;
  const signature = signer.sign(digestOf({ kind, height, round, value, sender }, crypto));
  return { kind, height, round, value, sender, signature };
}

/** By vote as it is sent: the vote without what is relayed with it. */
export type BareVotes = WeakMap<Vote, Vote>;

/** A vote without what is relayed with it: the same object each time, which is checked once. */
export function withoutRelay(message: Vote, bareVotes: BareVotes): Vote {
  const known = bareVotes.get(message);
  if (known !== undefined) return known;
  const { kind, height, round, value, sender, signature } = message;
  const vote = { kind, height, round, value, sender, signature };
  bareVotes.set(message, vote);
  return vote;
}

/** A proposal of this replica. */
export function proposalOf(
  proposal: Pick<Proposal, "height" | "round" | "value" | "validRound">,
  { self: sender, signer, crypto }: ReplicaContext,
): Proposal {
  const unsigned = { kind: "proposal", ...proposal, sender } as const;
  return { ...unsigned, signature: signer.sign(digestOf(unsigned, crypto)) };
}
