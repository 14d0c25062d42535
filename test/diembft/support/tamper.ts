/** Replaces single fields of messages. */
import { Block } from "../../../lib/protocols/diembft/messages/block.js";
import {
  LedgerCommitInfo,
  QC,
  Signed,
  TC,
  VoteInfo,
} from "../../../lib/protocols/diembft/messages/certificates.js";
import {
  ProposalMsg,
  SyncRequest,
  SyncResponse,
  TimeoutInfo,
  TimeoutMsg,
  VoteMsg,
} from "../../../lib/protocols/diembft/messages/messages.js";

/** The way to a field, through objects and lists. */
export type FieldPath = readonly string[];

/** What a constructor works out from the rest; nobody can set it. */
const DERIVED = ["kind", "description", "signers"];

/** Every field of a message, at any depth: leaves, lists, and certificates as a whole. */
export function fieldsOf(value: object, before: FieldPath = []): readonly FieldPath[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (DERIVED.includes(key)) return [];
    const path = [...before, key];
    return typeof inner === "object" && inner !== null ? [path, ...fieldsOf(inner, path)] : [path];
  });
}

export const fieldAt = (value: object, path: FieldPath): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], value);

/** The message with one field replaced, built anew as a peer who means ill would build it. */
export function tampered<T extends object>(value: T, path: FieldPath, replacement: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner: unknown = fieldAt(value, [key]);
  const replaced =
    rest.length > 0 && typeof inner === "object" && inner !== null
      ? tampered(inner, rest, replacement)
      : replacement;
  if (Array.isArray(value)) return value.with(Number(key), replaced) as unknown as T;
  return rebuilt(value, { ...value, [key]: replaced }) as T;
}

function rebuilt(original: object, content: object): object {
  if (original instanceof Block) return new Block(content as Block, (content as Block).id);
  if (original instanceof ProposalMsg) return new ProposalMsg(content as ProposalMsg);
  if (original instanceof VoteMsg) return new VoteMsg(content as VoteMsg);
  if (original instanceof SyncRequest) return new SyncRequest(content as SyncRequest);
  if (original instanceof SyncResponse) return new SyncResponse(content as SyncResponse);
  if (original instanceof TimeoutMsg) {
    const { tmoInfo, lastRoundTc, highCommitQc } = content as TimeoutMsg;
    return new TimeoutMsg(tmoInfo, lastRoundTc, highCommitQc);
  }
  return rebuiltPart(original, content);
}

function rebuiltPart(original: object, content: object): object {
  if (original instanceof QC) {
    const { voteInfo, ledgerCommitInfo, signatures, seal } = content as QC;
    return new QC(voteInfo, ledgerCommitInfo, signatures, seal);
  }
  if (original instanceof TC) {
    const { round, tmoHighQcRounds, tmoSignatures } = content as TC;
    return new TC(round, tmoHighQcRounds, tmoSignatures);
  }
  if (original instanceof VoteInfo) {
    const { id, round, parentId, parentRound, execStateId } = content as VoteInfo;
    return new VoteInfo({ id, round }, { id: parentId, round: parentRound }, execStateId);
  }
  if (original instanceof LedgerCommitInfo) {
    const { commitStateId, voteInfoHash } = content as LedgerCommitInfo;
    return new LedgerCommitInfo(commitStateId, voteInfoHash);
  }
  if (original instanceof Signed) {
    const { signer, signature } = content as Signed;
    return new Signed(signer, signature);
  }
  if (original instanceof TimeoutInfo) {
    const { round, highQc, sender, signature } = content as TimeoutInfo;
    return new TimeoutInfo(round, highQc, sender, signature);
  }
  throw new Error(`no way to build a ${original.constructor.name}`);
}
