/** The genesis block, its state and its certificate. */
import { GENESIS_ROUND } from "../../../protocol/ids.js";
import type { BlockId, StateId } from "../../../protocol/ids.js";
import { LedgerCommitInfo, QC, VoteInfo } from "./certificates.js";
import { voteInfoDigest } from "./digests.js";
import { stateDigest } from "./state-digest.js";
import type { Digester } from "./digests.js";

/**
 * DEVIATION: the paper bootstraps by "known" genesis values. Here: block P0 of round 0, committed,
 * its own parent, with a QC that carries no signatures, commits nothing and is accepted by equality
 * only.
 */
export interface Genesis {
  readonly id: BlockId;
  readonly stateId: StateId;
  readonly qc: QC;
}

/** The genesis of a suite: equal for all replicas that hash alike. */
export function genesis(digester: Digester): Genesis {
  const { crypto } = digester;
  const id = crypto.hash("genesis", []) as string as BlockId;
  const stateId = stateDigest(crypto, null, []);
  const place = { id, round: GENESIS_ROUND };
  const voteInfo = new VoteInfo(place, place, stateId);
  const commitInfo = new LedgerCommitInfo(null, voteInfoDigest(digester, voteInfo));
  return { id, stateId, qc: new QC(voteInfo, commitInfo, [], null) };
}
