/** Builds blocks, certificates and messages of DiemBFT, signed correctly or not. */
import { structuralSuite } from "../../../lib/crypto/structural.js";
import { Block } from "../../../lib/protocols/diembft/messages/block.js";
import {
  LedgerCommitInfo,
  QC,
  Signed,
  TC,
  VoteInfo,
} from "../../../lib/protocols/diembft/messages/certificates.js";
import * as digests from "../../../lib/protocols/diembft/messages/digests.js";
import { stateDigest } from "../../../lib/protocols/diembft/messages/state-digest.js";
import { genesis } from "../../../lib/protocols/diembft/messages/genesis.js";
import type { Genesis } from "../../../lib/protocols/diembft/messages/genesis.js";
import {
  ProposalMsg,
  SyncRequest,
  SyncResponse,
  TimeoutInfo,
  TimeoutMsg,
  VoteMsg,
} from "../../../lib/protocols/diembft/messages/messages.js";
import type { CryptoSuite } from "../../../lib/protocol/crypto.js";
import { follows, replicaId, round } from "../../../lib/protocol/ids.js";
import type { BlockId, Digest, Signature, StateId } from "../../../lib/protocol/ids.js";
import { validatorSet } from "../../../lib/protocol/validators.js";
import type { ValidatorSet } from "../../../lib/protocol/validators.js";

/** Where a block stands, and what is in it. */
interface BlockContent {
  /** Genesis unless given. */
  readonly on?: QC;
  readonly payload?: readonly string[];
}

interface Proof {
  readonly tc?: TC | null;
  readonly highCommitQc?: QC;
}

/** A block for each round. */
export type Chain<Rounds extends readonly number[]> = { readonly [I in keyof Rounds]: Block };

/**
 * Makes what replicas send one another, by hand: blocks, certificates and messages as the paper has
 * them, with valid signatures of whomever a test names.
 */
export class Forge {
  readonly crypto: CryptoSuite;
  readonly validators: ValidatorSet;
  readonly memo = new Map<object, string>();
  readonly genesis: Genesis;
  /** Payloads are scripted: the door looks for no clients' requests in them. */
  readonly transactions = (): readonly string[] => [];
  /** Blocks by readable name: `a@1` is what a proposes in round 1, unless a test names it. */
  readonly names = new Map<BlockId, string>();
  readonly #states = new Map<BlockId, StateId>();

  constructor(crypto: CryptoSuite = structuralSuite(), ids = "a b c d") {
    this.crypto = crypto;
    this.validators = validatorSet(ids.split(" ").map(replicaId));
    this.genesis = genesis(this);
    this.#states.set(this.genesis.id, this.genesis.stateId);
    this.names.set(this.genesis.id, "genesis");
  }

  sign(signer: string, digest: Digest): Signature {
    return this.crypto.signerOf(replicaId(signer)).sign(digest);
  }

  block(author: string, at: number, { on = this.genesis.qc, payload }: BlockContent = {}): Block {
    const content = {
      author: replicaId(author),
      round: round(at),
      payload: payload ?? [`${author}@${at}`],
      qc: on,
    };
    const block = new Block(content, digests.blockDigest(this, content));
    const parent = this.#states.get(block.parentId) ?? null;
    this.#states.set(block.id, stateDigest(this.crypto, parent, block.payload));
    this.names.set(block.id, `${author}@${at}${payload === undefined ? "" : payload.join("")}`);
    return block;
  }

  /** Blocks of the rounds given, each on the one before. */
  chain<Rounds extends readonly number[]>(author: string, ...rounds: Rounds): Chain<Rounds> {
    let on = this.genesis.qc;
    const blocks = rounds.map((at) => {
      const block = this.block(author, at, { on });
      on = this.qc(block);
      return block;
    });
    return blocks as Chain<Rounds>;
  }

  stateAfter(block: { readonly id: BlockId }): StateId {
    const state = this.#states.get(block.id);
    if (state === undefined) throw new Error("a block of another forge");
    return state;
  }

  voteInfo(block: Block): VoteInfo {
    const parent = { id: block.parentId, round: block.parentRound };
    return new VoteInfo(block, parent, this.stateAfter(block));
  }

  ledgerCommitInfo(block: Block): LedgerCommitInfo {
    const commits = follows(block.round, block.parentRound);
    return new LedgerCommitInfo(
      commits ? this.stateAfter({ id: block.parentId }) : null,
      digests.voteInfoDigest(this, this.voteInfo(block)),
    );
  }

  vote(voter: string, block: Block, highCommitQc = this.genesis.qc): VoteMsg {
    const ledgerCommitInfo = this.ledgerCommitInfo(block);
    return new VoteMsg({
      voteInfo: this.voteInfo(block),
      ledgerCommitInfo,
      highCommitQc,
      sender: replicaId(voter),
      signature: this.sign(voter, digests.ledgerCommitInfoDigest(this, ledgerCommitInfo)),
    });
  }

  /** Sealed by the first signer unless an author is named. */
  qc(block: Block, signers = "a b c", author = signers.charAt(0)): QC {
    const ledgerCommitInfo = this.ledgerCommitInfo(block);
    const digest = digests.ledgerCommitInfoDigest(this, ledgerCommitInfo);
    const signatures = signers.split(" ").map((id) => this.signed(id, digest));
    const seal = this.signed(author, digests.signaturesDigest(this.crypto, signatures));
    return new QC(this.voteInfo(block), ledgerCommitInfo, signatures, seal);
  }

  /** `{ a: 2, b: 1 }`: a timed out with a high QC of round 2, b with one of round 1. */
  tc(at: number, reports: Readonly<Record<string, number>> = { a: 0, b: 0, c: 0 }): TC {
    const signatures = Object.entries(reports).map(([id, highQcRound]) =>
      this.signed(id, digests.timeoutDigest(this.crypto, round(at), round(highQcRound))),
    );
    return new TC(round(at), Object.values(reports).map(round), signatures);
  }

  signed(signer: string, digest: Digest): Signed {
    return new Signed(replicaId(signer), this.sign(signer, digest));
  }

  /** From the block's author unless another sender is named. */
  proposal(block: Block, proof: Proof & { readonly sender?: string } = {}): ProposalMsg {
    const { tc = null, highCommitQc = this.genesis.qc, sender: name = block.author } = proof;
    const signature = this.sign(name, digests.digestOf(block));
    const sender = replicaId(name);
    return new ProposalMsg({ block, lastRoundTc: tc, highCommitQc, sender, signature });
  }

  timeout(sender: string, at: number, proof: Proof & { readonly highQc?: QC } = {}): TimeoutMsg {
    const { highQc = this.genesis.qc, highCommitQc = this.genesis.qc, tc = null } = proof;
    const digest = digests.timeoutDigest(this.crypto, round(at), highQc.round);
    const signature = this.sign(sender, digest);
    const tmoInfo = new TimeoutInfo(round(at), highQc, replicaId(sender), signature);
    return new TimeoutMsg(tmoInfo, tc, highCommitQc);
  }

  syncRequest(sender: string, wanted: QC, at: number, known = this.genesis.id): SyncRequest {
    const content = { wanted, knownCommitted: known, round: round(at), sender: replicaId(sender) };
    const signature = this.sign(sender, digests.syncRequestDigest(this.crypto, content));
    return new SyncRequest({ ...content, signature });
  }

  /** The last block of the chain is the one wanted, unless another is named. */
  syncResponse(
    sender: string,
    chain: readonly Block[],
    at: number,
    wanted = chain.at(-1)?.id ?? this.genesis.id,
  ): SyncResponse {
    const content = { wanted, chain, round: round(at), sender: replicaId(sender) };
    const signature = this.sign(sender, digests.syncResponseDigest(this.crypto, content));
    return new SyncResponse({ ...content, signature });
  }
}
