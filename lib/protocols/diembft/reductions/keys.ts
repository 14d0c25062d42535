/** Texts of what a replica holds, in names: equal texts of equal parts. */
import type { Naming } from "../../../protocol/explorable.js";
import type { BlockId, Round } from "../../../protocol/ids.js";
import { maxRound } from "../../../protocol/ids.js";
import type { QC, TC } from "../messages/certificates.js";
import type { DiemState, VoteSet } from "../state.js";

/** What a vote or a certificate says. */
export type Said = Pick<VoteSet, "voteInfo" | "ledgerCommitInfo">;

/** The blocks that a certificate, or a vote, certifies and commits. */
export const saidOf = ({ voteInfo, ledgerCommitInfo }: Said): readonly BlockId[] =>
  ledgerCommitInfo.commitStateId === null ? [voteInfo.id] : [voteInfo.id, voteInfo.parentId];

/** What it has committed, and what it has besides. */
export function blocksKey({ ledger, blockTree }: DiemState, naming: Naming): string {
  const { root, rootStateId, pendingStates } = ledger;
  const pending: string[] = [];
  for (const [id] of blockTree.pendingBlocks) {
    if (!naming.isNamed(id)) continue;
    const speculated = pendingStates.get(id);
    const state = speculated === undefined ? "?" : naming.state(speculated, id);
    pending.push(`${naming.block(id)}${state}`);
  }
  const state = naming.isNamed(root.id) ? naming.state(rootStateId, root.id) : "";
  return `${naming.position(root.id)}${state}|${pending.sort().join(",")}`;
}

/** Votes for a block that is not open wait for others that will never come. */
export function votesKey(pendingVotes: ReadonlyMap<unknown, VoteSet>, naming: Naming): string {
  const sets: string[] = [];
  for (const { voteInfo, ledgerCommitInfo, signatures } of pendingVotes.values()) {
    if (!naming.isOpen(voteInfo.id)) continue;
    const signers = signatures.map(({ signer }) => signer).sort();
    sets.push(voteKey({ voteInfo, ledgerCommitInfo }, naming) + signers.join(" "));
  }
  return sets.join(",");
}

/** The block, the state after it, and the state that it would commit. */
export function voteKey({ voteInfo, ledgerCommitInfo }: Said, naming: Naming): string {
  const { id, parentId, execStateId } = voteInfo;
  const { commitStateId } = ledgerCommitInfo;
  const committed = commitStateId === null ? "" : `+${naming.state(commitStateId, parentId)}`;
  return `${naming.block(id)}/${naming.state(execStateId, id)}/${committed}`;
}

export const qcKey = (qc: QC, naming: Naming): string =>
  `${voteKey(qc, naming)}/${naming.isSought(qc.block) ? qc.signers.join("") : ""}`;

export function tcKey(tc: TC | null): string {
  if (tc === null) return "-";
  const rounds: readonly Round[] = tc.tmoHighQcRounds;
  return `${tc.round}:${rounds.reduce(maxRound)}`;
}
