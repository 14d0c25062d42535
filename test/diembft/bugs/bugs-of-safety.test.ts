/** Each bug in Safety does what its description says. */
import { expect } from "chai";
import { rulesWith } from "../../../lib/protocols/diembft/bugs/bugs.js";
import { correctRules } from "../../../lib/protocols/diembft/rules.js";
import type { Rules } from "../../../lib/protocols/diembft/rules.js";
import { round } from "../../../lib/protocol/ids.js";
import type { StateId } from "../../../lib/protocol/ids.js";
import { claimOf, everySafetyQuery, safetyOf, tcOf } from "../support/claims.js";
import { Forge } from "../support/forge.js";

describe("bug conflicting_votes", () => {
  const rules = rulesWith(["conflicting_votes"]);

  it("votes again in the round of its last vote", () => {
    expect(rules.safeToVote(safetyOf(7, 0), claimOf(7, 6)).allowed).to.equal(true);
    expect(rules.safeToVote(safetyOf(7, 0), claimOf(7, 5, tcOf(6, [5]))).allowed).to.equal(true);
  });

  it("answers like the correct rule to everything else", () => {
    for (const { safety, claim } of everySafetyQuery()) {
      if (claim.round === safety.highestVoteRound) continue;
      expect(rules.safeToVote(safety, claim)).to.equal(correctRules.safeToVote(safety, claim));
    }
  });

  it("still wants a QC below the round, and a reason to extend it", () => {
    for (const { safety, claim } of everySafetyQuery()) {
      const fresh = { ...safety, highestVoteRound: round(0) };
      if (claim.round === 0 || correctRules.safeToVote(fresh, claim).allowed) continue;
      expect(rules.safeToVote(safety, claim).allowed).to.equal(false);
    }
  });
});

describe("bug no_safe_to_extend", () => {
  const rules = rulesWith(["no_safe_to_extend"]);

  it("extends a QC below one that the TC reports", () => {
    const claim = claimOf(7, 3, tcOf(6, [5, 3]));
    expect(rules.safeToVote(safetyOf(4, 0), claim).allowed).to.equal(true);
    expect(correctRules.safeToVote(safetyOf(4, 0), claim).allowed).to.equal(false);
  });

  it("still wants the TC of the round before", () => {
    expect(rules.safeToVote(safetyOf(4, 0), claimOf(7, 3)).allowed).to.equal(false);
    expect(rules.safeToVote(safetyOf(4, 0), claimOf(7, 3, tcOf(5, [3]))).allowed).to.equal(false);
  });
});

describe("bug commit_any_two_chain", () => {
  it("commits over a gap of rounds", () => {
    const [first] = new Forge().chain("a", 1, 4);
    const candidate = (rules: Rules) =>
      rules.commitStateIdCandidate(round(4), first.qc, () => "state" as StateId);
    expect(candidate(rulesWith(["commit_any_two_chain"]))).to.equal("state");
    expect(candidate(correctRules)).to.equal(null);
  });
});

describe("bugs of what Safety remembers", () => {
  it("timeout_does_not_stop_voting: a timeout leaves the round open for a vote", () => {
    const after = (rules: Rules) => rules.highestVoteRoundAfterTimeout(safetyOf(3, 2), round(5));
    expect(after(rulesWith(["timeout_does_not_stop_voting"]))).to.equal(3);
    expect(after(correctRules)).to.equal(5);
  });

  it("forget_highest_qc: a vote raises no lock", () => {
    const after = (rules: Rules) => rules.highestQcRoundAfterVote(safetyOf(3, 2), round(4));
    expect(after(rulesWith(["forget_highest_qc"]))).to.equal(2);
    expect(after(correctRules)).to.equal(4);
  });

  it("timeout_ignores_highest_qc: a timeout may report a QC below the lock", () => {
    const rules = rulesWith(["timeout_ignores_highest_qc"]);
    const claim = claimOf(6, 3, tcOf(5, [3]));
    expect(rules.safeToTimeout(safetyOf(5, 4), claim).allowed).to.equal(true);
    expect(correctRules.safeToTimeout(safetyOf(5, 4), claim).allowed).to.equal(false);
  });
});
