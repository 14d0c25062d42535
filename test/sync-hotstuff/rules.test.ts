/** Sync HotStuff's rules as tables: what the paper says, and what each bug says instead. */
import { expect } from "chai";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { breaches, correctRules, rulesWith } from "../../lib/protocols/sync-hotstuff/rules.js";
import type { Ballot, BugName, Rules } from "../../lib/protocols/sync-hotstuff/rules.js";

const BUGS = Object.keys(breaches) as BugName[];

/** The bugs that answer otherwise than the paper. */
const differing = (answer: (rules: Rules) => unknown): readonly BugName[] =>
  BUGS.filter((bug) => answer(rulesWith([bug])) !== answer(correctRules));

const ballot = (certified: number, reachesLock: boolean, reachesHighest: boolean): Ballot => ({
  view: round(3),
  certified: round(certified),
  reachesLock,
  reachesHighest,
});

describe("the rules of Sync HotStuff", () => {
  const five = validatorSet(["a", "b", "c", "d", "e"].map(replicaId), 2, 3);
  for (const [rule, bug] of [
    ["certifies", "small_certificate"],
    ["blames", "small_blame"],
  ] as const) {
    it(`${rule}: f+1 of 2f+1 replicas`, () => {
      expect(correctRules[rule](five)).to.equal(3);
      expect(differing((rules) => rules[rule](five))).to.deep.equal([bug]);
    });
  }

  for (const [rule, deltas, bug] of [
    ["commitsAfter", 2, "commits_early"],
    ["quitWait", 1, "enters_at_once"],
    ["statusWait", 2, "no_status_wait"],
  ] as const) {
    it(`${rule}: ${deltas}Δ`, () => {
      expect(correctRules[rule]).to.equal(deltas);
      expect(differing((rules) => rules[rule])).to.deep.equal([bug]);
    });
  }

  it("a view begins with a block that ranks as high as the lock", () => {
    expect(correctRules.mayVoteFirst(ballot(2, true, false))).to.equal(true);
    expect(correctRules.mayVoteFirst(ballot(2, false, false))).to.equal(false);
    const below = ballot(1, false, false);
    expect(differing((rules) => rules.mayVoteFirst(below))).to.deep.equal(["ignores_lock"]);
  });

  it("a new block stands on a certificate of its own view, not on the highest known one", () => {
    expect(correctRules.mayVote(ballot(3, false, false))).to.equal(true);
    expect(correctRules.mayVote(ballot(2, true, true))).to.equal(false);
    for (const each of [ballot(2, true, true), ballot(3, true, false)]) {
      expect(differing((rules) => rules.mayVote(each))).to.deep.equal([
        "proposes_on_old_certificate",
      ]);
    }
    expect(differing((rules) => rules.certifiesAgain)).to.deep.equal([
      "proposes_on_old_certificate",
    ]);
  });

  it("an equivocation ends a view", () => {
    expect(differing((rules) => rules.detectsEquivocation)).to.deep.equal(["ignores_equivocation"]);
  });
});
