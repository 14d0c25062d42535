/** Encodes blocks and certificates as JSON values; decoding checks only their shapes. */
import { StorageError } from "../../../protocol/protocol.js";
import type {
  Digest,
  ReplicaId,
  Round,
  Signature,
  StateId,
  BlockId,
} from "../../../protocol/ids.js";
import { Block, CommittedBlock } from "./block.js";
import { LedgerCommitInfo, QC, Signed, TC, VoteInfo } from "./certificates.js";
import type { ConsensusState } from "../durability/durable.js";

/** A value that JSON can hold. */
export type Json = string | number | null | readonly Json[] | { readonly [key: string]: Json };

const encodeQc = ({ voteInfo, ledgerCommitInfo, signatures, seal }: QC): Json => ({
  vote: [
    voteInfo.id,
    voteInfo.round,
    voteInfo.parentId,
    voteInfo.parentRound,
    voteInfo.execStateId,
  ],
  commit: [ledgerCommitInfo.commitStateId, ledgerCommitInfo.voteInfoHash],
  signatures: signatures.map(encodeSigned),
  seal: seal === null ? null : encodeSigned(seal),
});

const encodeSigned = ({ signer, signature }: Signed): Json => [signer, signature];

const encodeTc = ({ round, tmoHighQcRounds, tmoSignatures }: TC): Json => ({
  round,
  highQcRounds: tmoHighQcRounds,
  signatures: tmoSignatures.map(encodeSigned),
});

const encodeBlock = ({ id, round, author, payload, qc }: Block): Json => ({
  id,
  round,
  author,
  transactions: payload,
  qc: encodeQc(qc),
});

export const encodeCommitted = ({ block, stateId }: CommittedBlock): Json => ({
  id: block.id,
  round: block.round,
  author: block.author,
  transactions: block.payload,
  stateId,
  qc: encodeQc(block.qc),
});

export const encodeState = (state: ConsensusState): Json => ({
  highestVoteRound: state.highestVoteRound,
  highestQcRound: state.highestQcRound,
  currentRound: state.currentRound,
  proposedRound: state.proposedRound,
  highQc: encodeQc(state.highQc),
  highCommitQc: encodeQc(state.highCommitQc),
  lastRoundTc: state.lastRoundTc === null ? null : encodeTc(state.lastRoundTc),
  pendingBlocks: state.pendingBlocks.map(encodeBlock),
  leaders: state.leaders,
});

/** @throws {StorageError} for anything that {@link encodeCommitted} does not write. */
export function decodeCommitted(text: string, line: number): CommittedBlock {
  return decoding(line, () => {
    const { stateId, ...block } = fields(JSON.parse(text), [...BLOCK_FIELDS, "stateId"]);
    return new CommittedBlock(decodeBlock(block), string(stateId) as StateId);
  });
}

/** @throws {StorageError} for anything that {@link encodeState} does not write. */
export function decodeState(text: string): ConsensusState {
  return decoding(null, () => {
    const state = fields(JSON.parse(text), STATE_FIELDS);
    const { lastRoundTc } = state;
    return {
      highestVoteRound: round(state.highestVoteRound),
      highestQcRound: round(state.highestQcRound),
      currentRound: round(state.currentRound),
      proposedRound: round(state.proposedRound),
      highQc: decodeQc(state.highQc),
      highCommitQc: decodeQc(state.highCommitQc),
      lastRoundTc: lastRoundTc === null ? null : decodeTc(lastRoundTc),
      pendingBlocks: list(state.pendingBlocks).map(decodeBlock),
      leaders: list(state.leaders).map((each) => {
        const [at, leader] = list(each, 2);
        return [round(at), string(leader) as ReplicaId] as const;
      }),
    };
  });
}

const BLOCK_FIELDS = ["id", "round", "author", "transactions", "qc"] as const;
const STATE_FIELDS = [
  "highestVoteRound",
  "highestQcRound",
  "currentRound",
  "proposedRound",
  "highQc",
  "highCommitQc",
  "lastRoundTc",
  "pendingBlocks",
  "leaders",
] as const;

function decodeBlock(value: unknown): Block {
  const block = fields(value, BLOCK_FIELDS);
  const content = {
    author: string(block.author) as ReplicaId,
    round: round(block.round),
    payload: list(block.transactions).map(string),
    qc: decodeQc(block.qc),
  };
  return new Block(content, string(block.id) as BlockId);
}

function decodeQc(value: unknown): QC {
  const qc = fields(value, ["vote", "commit", "signatures", "seal"]);
  const [id, at, parentId, parentRound, execStateId] = list(qc.vote, 5);
  const [commitStateId, voteInfoHash] = list(qc.commit, 2);
  return new QC(
    new VoteInfo(
      { id: string(id) as BlockId, round: round(at) },
      { id: string(parentId) as BlockId, round: round(parentRound) },
      string(execStateId) as StateId,
    ),
    new LedgerCommitInfo(
      commitStateId === null ? null : (string(commitStateId) as StateId),
      string(voteInfoHash) as Digest,
    ),
    list(qc.signatures).map(decodeSigned),
    qc.seal === null ? null : decodeSigned(qc.seal),
  );
}

function decodeTc(value: unknown): TC {
  const tc = fields(value, ["round", "highQcRounds", "signatures"]);
  const signatures = list(tc.signatures).map(decodeSigned);
  return new TC(round(tc.round), list(tc.highQcRounds).map(round), signatures);
}

function decodeSigned(value: unknown): Signed {
  const [signer, signature] = list(value, 2);
  return new Signed(string(signer) as ReplicaId, string(signature) as Signature);
}

/** Says where damage was found, whatever found it. */
function decoding<T>(line: number | null, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new StorageError(error instanceof Error ? error.message : "damaged", line);
  }
}

function fields<const Name extends string>(
  value: unknown,
  names: readonly Name[],
): Readonly<Record<Name, unknown>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const keys = isObject ? Object.keys(value) : [];
  if (keys.length !== names.length || !names.every((name) => keys.includes(name))) {
    throw new TypeError(`no object with ${names.join(", ")}`);
  }
  return value as Readonly<Record<Name, unknown>>;
}

function list(value: unknown, length?: number): readonly unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new TypeError(length === undefined ? "no list" : `no list of ${length}`);
}

/** A text that has one cannot be written in UTF-8, and so not be hashed. */
const HALF_OF_A_PAIR = /\p{Surrogate}/u;

function string(value: unknown): string {
  if (typeof value === "string" && !HALF_OF_A_PAIR.test(value)) return value;
  throw new TypeError("no text");
}

function round(value: unknown): Round {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return value as Round;
  throw new TypeError("no round");
}
