import { expect } from "chai";
import { bugs, isBugName, rulesWith } from "../../lib/diembft/bugs.js";
import type { BugName } from "../../lib/diembft/bugs.js";
import { correctRules } from "../../lib/diembft/rules.js";
import type { Rules } from "../../lib/diembft/rules.js";
import { round } from "../../lib/protocol/ids.js";
import type { StateId } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { claimOf, everyQuestion, safetyOf, tcOf } from "./claims.js";
import { Forge } from "./forge.js";

const RULES = Object.keys(correctRules) as (keyof Rules)[];

/** Which rules a bug replaces. */
const REPLACED: Readonly<Record<BugName, readonly (keyof Rules)[]>> = {
  conflicting_votes: ["safeToVote"],
  small_quorum: ["qcQuorum", "tcQuorum"],
  long_commit_chain: ["syncedChain", "missingBlocks"],
  vote_leader_current_round: ["voteCollectorRound"],
  no_safe_to_extend: ["safeToVote"],
  commit_any_two_chain: ["commitStateIdCandidate"],
  timeout_does_not_stop_voting: ["highestVoteRoundAfterTimeout"],
  timeout_ignores_highest_qc: ["safeToTimeout"],
  forget_highest_qc: ["highestQcRoundAfterVote"],
  small_timeout_quorum: ["tcQuorum"],
};

describe("the bugs", () => {
  for (const name of Object.keys(bugs).filter(isBugName)) {
    it(`${name} replaces ${REPLACED[name].join(" and ")} and nothing else`, () => {
      const rules = rulesWith([name]);
      expect(RULES.filter((rule) => rules[rule] !== correctRules[rule])).to.deep.equal(
        REPLACED[name],
      );
      expect(bugs[name].breaks).to.match(/^(3\.\d|sync)/);
    });
  }

  it("none gives the correct rules", () => expect(rulesWith([])).to.equal(correctRules));

  it("several act together", () => {
    const rules = rulesWith(["small_quorum", "vote_leader_current_round"]);
    const changed = RULES.filter((rule) => rules[rule] !== correctRules[rule]);
    expect(changed).to.deep.equal(["qcQuorum", "tcQuorum", "voteCollectorRound"]);
  });

  it("are known by name, and nothing else is", () => {
    expect(isBugName("small_quorum")).to.equal(true);
    expect(isBugName("toString")).to.equal(false);
  });
});

describe("bug conflicting_votes", () => {
  const rules = rulesWith(["conflicting_votes"]);

  it("votes again in the round of its last vote", () => {
    expect(rules.safeToVote(safetyOf(7, 0), claimOf(7, 6)).allowed).to.equal(true);
    expect(rules.safeToVote(safetyOf(7, 0), claimOf(7, 5, tcOf(6, [5]))).allowed).to.equal(true);
  });

  it("answers like the correct rule to everything else", () => {
    for (const { safety, claim } of everyQuestion()) {
      if (claim.round === safety.highestVoteRound) continue;
      expect(rules.safeToVote(safety, claim)).to.equal(correctRules.safeToVote(safety, claim));
    }
  });

  it("still wants a QC below the round, and a reason to extend it", () => {
    for (const { safety, claim } of everyQuestion()) {
      const fresh = { ...safety, highestVoteRound: round(0) };
      if (claim.round === 0 || correctRules.safeToVote(fresh, claim).allowed) continue;
      expect(rules.safeToVote(safety, claim).allowed).to.equal(false);
    }
  });
});

describe("bug small_quorum", () => {
  const ids = new Forge(undefined, "a b c d e f g").validators.ids;
  const rules = rulesWith(["small_quorum"]);

  for (let n = 4; n <= ids.length; n++) {
    it(`makes do with one signer fewer of ${n}`, () => {
      const validators = validatorSet(ids.slice(0, n));
      expect(rules.qcQuorum(validators)).to.equal(validators.quorum - 1);
      expect(rules.tcQuorum(validators)).to.equal(validators.quorum - 1);
    });
  }
});

describe("bug long_commit_chain", () => {
  const rules = rulesWith(["long_commit_chain"]);
  const [one, two, three] = new Forge().chain("a", 1, 2, 3);

  it("answers with the block that the requester knows, too", () => {
    expect(rules.syncedChain([two, three], one)).to.deep.equal([one, two, three]);
    expect(correctRules.syncedChain([two, three], one)).to.deep.equal([two, three]);
  });

  it("has none to add after genesis", () => {
    expect(rules.syncedChain([one, two], null)).to.deep.equal([one, two]);
  });

  it("executes what it has again", () => {
    const known = { has: (block: unknown) => block === one };
    expect(rules.missingBlocks([one, two], known)).to.deep.equal([one, two]);
    expect(correctRules.missingBlocks([one, two], known)).to.deep.equal([two]);
  });
});

describe("bug vote_leader_current_round", () => {
  it("sends the vote to the leader of the block's own round", () => {
    expect(rulesWith(["vote_leader_current_round"]).voteCollectorRound(round(5))).to.equal(5);
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

describe("bug small_timeout_quorum", () => {
  it("makes a TC of f+1, and a QC of a quorum", () => {
    const { validators } = new Forge(undefined, "a b c d e f g");
    const rules = rulesWith(["small_timeout_quorum"]);
    expect(rules.tcQuorum(validators)).to.equal(3);
    expect(rules.qcQuorum(validators)).to.equal(5);
  });
});
