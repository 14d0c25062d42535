/** Bugs in how certificates are counted, formed and verified (3.3 to 3.5). */
import { follows } from "../../../protocol/ids.js";
import type { Bugs } from "./bug.js";
import type { QC } from "../messages/certificates.js";

/** Whether a QC certifies the same block with more signatures. */
const outgrows = (qc: QC, other: QC): boolean =>
  qc.block === other.block && qc.signatures.length > other.signatures.length;

export const bugsOfCertificates = {
  small_quorum: {
    breaks: "3.3 and 3.5: certificates are made and accepted with one signer fewer than a quorum",
    rules: (rules) => ({
      ...rules,
      qcQuorum: (validators) => rules.qcQuorum(validators) - 1,
      tcQuorum: (validators) => rules.tcQuorum(validators) - 1,
    }),
  },
  small_timeout_quorum: {
    breaks: "3.5: a TC is made and accepted at f+1 signers",
    rules: (rules) => ({ ...rules, tcQuorum: ({ faulty }) => faulty + 1 }),
  },
  twin_votes_counted_twice: {
    breaks: "3.3 process_vote: votes are counted one by one, not one for each identity",
    rules: (rules) => ({ ...rules, hasSigned: () => false }),
  },
  qc_formed_twice: {
    breaks:
      "3.3 process_vote: each vote beyond the quorum forms another QC, with one more signature, " +
      "and the leader proposes again, on that one",
    rules: (rules) => ({
      ...rules,
      completesQc: (votes, quorum) => votes >= quorum,
      raisesHighQc: (qc, highQc) => rules.raisesHighQc(qc, highQc) || outgrows(qc, highQc),
      opensRound: (qc, current) => rules.opensRound(qc, current) || follows(current, qc),
      mayPropose: (round, proposed) => round >= proposed,
    }),
  },
  unchecked_signatures: {
    breaks: "3.4 valid_signatures: certificates are not verified",
    rules: (rules) => ({ ...rules, checkCertificate: () => null }),
  },
} as const satisfies Bugs;
