/** The live parts of a replica's state as texts in canonical ids. */
import type { CanonicalIds } from "../../../protocol/explorable.js";
import type { BlockId, Round } from "../../../protocol/ids.js";
import { maxRound } from "../../../protocol/ids.js";
import type { QC, TC } from "../messages/certificates.js";
import type { DiemState, VoteSet } from "../state.js";

/** The content of a vote or of a certificate. */
export type VoteContent = Pick<VoteSet, "voteInfo" | "ledgerCommitInfo">;

/** The blocks that a certificate, or a vote, certifies and commits. */
export const certifiedBlocks = ({ voteInfo, ledgerCommitInfo }: VoteContent): readonly BlockId[] =>
  ledgerCommitInfo.commitStateId === null ? [voteInfo.id] : [voteInfo.id, voteInfo.parentId];

/** The replica's committed block and its pending blocks. */
export function blocksKey({ ledger, blockTree }: DiemState, ids: CanonicalIds): string {
  const { root, rootStateId, pendingStates } = ledger;
  const pending: string[] = [];
  for (const [id] of blockTree.pendingBlocks) {
    if (!ids.isNamed(id)) continue;
    const speculated = pendingStates.get(id);
    const state = speculated === undefined ? "?" : ids.state(speculated, id);
    pending.push(`${ids.block(id)}${state}`);
  }
  const state = ids.isNamed(root.id) ? ids.state(rootStateId, root.id) : "";
  return `${ids.ledgerPosition(root.id)}${state}|${pending.sort().join(",")}`;
}

/** Votes for a block that is not votable are dead: no further vote for it will arrive. */
export function votesKey(pendingVotes: ReadonlyMap<unknown, VoteSet>, ids: CanonicalIds): string {
  const sets: string[] = [];
  for (const { voteInfo, ledgerCommitInfo, signatures } of pendingVotes.values()) {
    if (!ids.isVotable(voteInfo.id)) continue;
    const signers = signatures.map(({ signer }) => signer).sort();
    sets.push(voteKey({ voteInfo, ledgerCommitInfo }, ids) + signers.join(" "));
  }
  return sets.join(",");
}

/** The block, the state after it, and the state that it would commit. */
export function voteKey({ voteInfo, ledgerCommitInfo }: VoteContent, ids: CanonicalIds): string {
  const { id, parentId, execStateId } = voteInfo;
  const { commitStateId } = ledgerCommitInfo;
  const committed = commitStateId === null ? "" : `+${ids.state(commitStateId, parentId)}`;
  return `${ids.block(id)}/${ids.state(execStateId, id)}/${committed}`;
}

export const qcKey = (qc: QC, ids: CanonicalIds): string =>
  `${voteKey(qc, ids)}/${ids.areSignersLive(qc.block) ? qc.signers.join("") : ""}`;

export function tcKey(tc: TC | null): string {
  if (tc === null) return "-";
  const rounds: readonly Round[] = tc.tmoHighQcRounds;
  return `${tc.round}:${rounds.reduce(maxRound)}`;
}
