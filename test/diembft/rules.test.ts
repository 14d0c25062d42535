/** The safety rules equal the paper's formulas for all small rounds. */
import { expect } from "chai";
import type { QC } from "../../lib/protocols/diembft/messages/certificates.js";
import type { Decision } from "../../lib/protocols/diembft/decision.js";
import { correctRules } from "../../lib/protocols/diembft/rules.js";
import { commitStateIdCandidate, safeToExtend } from "../../lib/protocols/diembft/safety-rules.js";
import { safeToTimeout, safeToVote } from "../../lib/protocols/diembft/safety-rules.js";
import { round } from "../../lib/protocol/ids.js";
import type { StateId } from "../../lib/protocol/ids.js";
import { claimOf, everySafetyQuery, safetyOf, tcOf } from "./support/claims.js";
import type { SafetyQuery } from "./support/claims.js";
import { Forge } from "./support/forge.js";

const inWords = ({ allowed, because }: Decision): string => `${allowed ? "yes" : "no"}: ${because}`;

const EXTENDS = "yes: extends-the-highest-qc-of-the-tc";
const VOTED = "no: voted-in-this-round-or-a-higher-one";
const NOT_ENTERED = "no: round-not-entered-by-qc-or-tc";

type Row = readonly [shows: string, question: SafetyQuery, answer: string];

/** What is asked of a rule: the claim, and what the replica did before. */
const asked = (claim: SafetyQuery["claim"], before: { voted?: number; locked?: number } = {}) => ({
  safety: safetyOf(before.voted ?? 0, before.locked ?? 0),
  claim,
});

describe("Safety.safeToVote", () => {
  const rows: readonly Row[] = [
    ["the first block", asked(claimOf(1, 0)), "yes: consecutive"],
    ["the round after the QC's", asked(claimOf(7, 6), { voted: 6 }), "yes: consecutive"],
    ["after rounds sat out", asked(claimOf(7, 6), { voted: 2 }), "yes: consecutive"],
    ["no second vote in a round", asked(claimOf(7, 6), { voted: 7 }), VOTED],
    ["no vote below a higher one", asked(claimOf(7, 6), { voted: 8 }), VOTED],
    ["a block not above its QC", asked(claimOf(6, 6)), "no: round-not-above-its-qc"],
    ["nor with a TC", asked(claimOf(6, 7, tcOf(5, [0]))), "no: round-not-above-its-qc"],
    ["a gap without a TC", asked(claimOf(6, 4)), "no: gap-without-tc"],
    ["a gap with a TC", asked(claimOf(6, 4, tcOf(5, [4, 3, 4])), { voted: 3 }), EXTENDS],
    ["a TC forgives no second vote", asked(claimOf(6, 4, tcOf(5, [4])), { voted: 6 }), VOTED],
    ["a TC that reports a higher QC", asked(claimOf(6, 3, tcOf(5, [3, 4]))), "no: qc-too-low"],
    ["consecutive, whatever its TC", asked(claimOf(6, 5, tcOf(2, [9]))), "yes: consecutive"],
    ["locked higher: nobody asks", asked(claimOf(2, 1), { locked: 9 }), "yes: consecutive"],
  ];
  for (const [shows, { safety, claim }, answer] of rows) {
    it(shows, () => expect(inWords(safeToVote(safety, claim))).to.equal(answer));
  }

  it("is the paper's formula for every small round", () => {
    for (const { safety, claim } of everySafetyQuery()) {
      const { round: r, qcRound, tc } = claim;
      const extends_ =
        tc !== null && r === tc.round + 1 && qcRound >= Math.max(...tc.tmoHighQcRounds);
      const allowed =
        r > Math.max(safety.highestVoteRound, qcRound) && (r === qcRound + 1 || extends_);
      expect(safeToVote(safety, claim).allowed, JSON.stringify({ safety, claim })).equal(allowed);
    }
  });
});

describe("Safety.safeToExtend", () => {
  const rows: readonly (readonly [shows: string, claim: SafetyQuery["claim"], answer: string])[] = [
    ["no TC", claimOf(6, 4), "no: gap-without-tc"],
    ["a QC as high as the highest report", claimOf(6, 4, tcOf(5, [4, 2, 0])), EXTENDS],
    ["a QC above all reports", claimOf(6, 4, tcOf(5, [0, 0, 0])), EXTENDS],
    ["a high report in the middle", claimOf(6, 4, tcOf(5, [0, 5, 0])), "no: qc-too-low"],
    ["a high report at the start", claimOf(6, 4, tcOf(5, [5, 0, 0])), "no: qc-too-low"],
    ["a high report at the end", claimOf(6, 4, tcOf(5, [0, 0, 5])), "no: qc-too-low"],
    ["a TC of an older round", claimOf(6, 4, tcOf(4, [0])), "no: tc-not-of-the-round-before"],
    ["a TC of the round itself", claimOf(6, 4, tcOf(6, [0])), "no: tc-not-of-the-round-before"],
  ];
  for (const [shows, claim, answer] of rows) {
    it(shows, () => expect(inWords(safeToExtend(claim))).to.equal(answer));
  }
});

describe("Safety.safeToTimeout", () => {
  const rows: readonly Row[] = [
    ["the first round", asked(claimOf(1, 0)), "yes: entered-by-qc"],
    ["a round entered by a QC", asked(claimOf(7, 6)), "yes: entered-by-qc"],
    ["a round entered by a TC", asked(claimOf(7, 4, tcOf(6, [4]))), "yes: entered-by-tc"],
    ["a round in which it voted", asked(claimOf(7, 6), { voted: 7 }), "yes: entered-by-qc"],
    ["a round below a vote", asked(claimOf(7, 6), { voted: 8 }), "no: round-too-low"],
    ["a round not above its QC", asked(claimOf(7, 7)), "no: round-too-low"],
    ["a QC as high as the lock", asked(claimOf(7, 6), { locked: 6 }), "yes: entered-by-qc"],
    ["a QC below the lock", asked(claimOf(8, 5, tcOf(7, [5])), { locked: 6 }), "no: qc-too-low"],
    ["a gap without a TC", asked(claimOf(7, 4)), NOT_ENTERED],
    ["a TC of an older round", asked(claimOf(7, 4, tcOf(5, [4]))), NOT_ENTERED],
    ["a TC of the round itself", asked(claimOf(7, 4, tcOf(7, [4]))), NOT_ENTERED],
    ["reports do not matter", asked(claimOf(7, 4, tcOf(6, [5]))), "yes: entered-by-tc"],
  ];
  for (const [shows, { safety, claim }, answer] of rows) {
    it(shows, () => expect(inWords(safeToTimeout(safety, claim))).to.equal(answer));
  }

  it("is the paper's formula for every small round", () => {
    for (const { safety, claim } of everySafetyQuery()) {
      const { round: r, qcRound, tc } = claim;
      const allowed =
        qcRound >= safety.highestQcRound &&
        r > Math.max(safety.highestVoteRound - 1, qcRound) &&
        (r === qcRound + 1 || (tc !== null && r === tc.round + 1));
      expect(safeToTimeout(safety, claim).allowed, JSON.stringify({ safety, claim })).equal(
        allowed,
      );
    }
  });
});

describe("Safety.commitStateIdCandidate", () => {
  const forge = new Forge();
  const qc = forge.qc(forge.block("a", 4, { on: forge.qc(forge.block("a", 1)) }));
  const candidate = (blockRound: number): StateId | null =>
    commitStateIdCandidate(round(blockRound), qc, (of: QC) => `after ${of.round}` as StateId);

  it("is the state after the QC's block when the rounds are consecutive", () => {
    expect(candidate(5)).to.equal("after 4");
  });
  it("is ⊥ over a gap", () => expect(candidate(6)).to.equal(null));
  it("is ⊥ for a block that is not above its QC", () => expect(candidate(4)).to.equal(null));
});

describe("the correct rules", () => {
  it("are the paper's", () => {
    const { validators } = new Forge();
    expect(correctRules.qcQuorum(validators)).to.equal(3);
    expect(correctRules.tcQuorum(validators)).to.equal(3);
    expect(correctRules.voteCollectorRound(round(5))).to.equal(6);
    expect(correctRules).to.include({ safeToVote, safeToTimeout, commitStateIdCandidate });
  });
});
