/** The properties of DiemBFT in the order of reports, safety first. */
import { agreement } from "../../../properties/safety/agreement.js";
import type { AnyProperty } from "../../../properties/all.js";
import { boundedCommit } from "../../../properties/liveness/bounded-commit.js";
import { certificateQuorum } from "../../../properties/safety/certificate-quorum.js";
import { certifiedUniqueness } from "../../../properties/safety/certified-uniqueness.js";
import { commitIntegrity } from "../../../properties/safety/commit-integrity.js";
import { quorumlessProgress } from "../../../properties/liveness/quorumless-progress.js";
import type { Promises } from "../../../protocol/protocol.js";
import { directCommitChain } from "./direct-commit-chain.js";
import { liveness, RECOVERS_IN } from "./liveness.js";
import { lockMonotonic } from "./lock-monotonic.js";
import { noHonestEquivocation } from "./no-honest-equivocation.js";
import { voteOnce } from "./vote-once.js";

/** Property 4 promises a commit within 7Δ of the first of three rounds with honest leaders. */
const COMMITS_WITHIN = { deltas: 7, honestLeaders: 3 };

export const promises: Promises = {
  recoversIn: RECOVERS_IN,
  commitsWithin: COMMITS_WITHIN,
  leavesByQuorum: true,
};

export const properties: readonly AnyProperty[] = [
  agreement,
  certifiedUniqueness,
  certificateQuorum,
  directCommitChain,
  voteOnce,
  noHonestEquivocation,
  commitIntegrity,
  quorumlessProgress,
  liveness,
  boundedCommit(COMMITS_WITHIN),
];

/** Judged where it is asked for: what it says is a lemma, and follows from the others. */
export const furtherProperties: readonly AnyProperty[] = [lockMonotonic];
