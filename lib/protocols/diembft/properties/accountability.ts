/** What the messages of DiemBFT prove of who broke its rules. */
import type { Accountability, EvidenceRule } from "../../../protocol/judging/evidence.js";
import { GENESIS_ROUND } from "../../../protocol/ids.js";
import { TIMEOUT, VOTE } from "../messages/messages.js";

/**
 * A vote of round v tells that its signer knows the QC of the block's parent, and a timeout signs
 * the round of the highest QC that its signer knows. So a timeout of round v, or of a later one,
 * names a QC that is at least as high. (A vote of a round that was timed out is not cast.)
 */
const namesHighestQc: EvidenceRule = {
  says: "times out with the highest QC that it has voted on",
  isBroken: (vote, timeout) =>
    vote.type === VOTE &&
    timeout.type === TIMEOUT &&
    timeout.round >= vote.round &&
    (timeout.certified[0] ?? GENESIS_ROUND) < (vote.block?.parentRound ?? GENESIS_ROUND),
};

/**
 * The QC that commits a block and the first later QC of a conflicting block, whose own QC is not
 * later: either they are of one round, and share f+1 signers; or the second stands on a TC, which
 * shares f+1 signers with the first, and they have timed out with a QC lower than they knew.
 */
export const accountability: Accountability = { rules: [namesHighestQc], complete: true };
