/** Fast-HotStuff's rules as tables: what the paper says, and what each bug says instead. */
import { expect } from "chai";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { breaches, correctRules, rulesWith } from "../../lib/protocols/fast-hotstuff/rules.js";
import type { BugName } from "../../lib/protocols/fast-hotstuff/rules.js";

const BUGS = Object.keys(breaches) as BugName[];

/** The bugs that answer otherwise than the paper. */
const differing = (answer: (rules: typeof correctRules) => unknown): readonly BugName[] =>
  BUGS.filter((bug) => answer(rulesWith([bug])) !== answer(correctRules));

describe("the rules of Fast-HotStuff", () => {
  const VOTES: readonly (readonly [
    shows: string,
    offer: readonly [view: number, parent: number, voted: number, locked: number, proven: boolean],
    allowed: boolean,
    ...bugs: BugName[],
  ])[] = [
    ["on the view before", [5, 4, 4, 4, false], true],
    ["on an earlier view, with a proof", [5, 3, 4, 3, true], true],
    [
      "on an earlier view, without a proof, in whose view nothing was certified since",
      [5, 3, 4, 3, false],
      false,
      "no_proof",
      "preferred_round",
    ],
    ["the same, where something was certified since", [5, 2, 4, 3, false], false, "no_proof"],
    [
      "on an earlier view than it knows to be certified, with a proof",
      [5, 2, 4, 3, true],
      true,
      "preferred_round",
    ],
    ["in a view in which it has voted", [5, 4, 5, 4, false], false, "votes_again"],
    ["in an earlier view than its last vote", [5, 4, 6, 4, false], false],
  ];
  for (const [shows, [view, parent, voted, locked, proven], allowed, ...bugs] of VOTES) {
    it(`mayVote: ${shows}`, () => {
      const offer = {
        view: round(view),
        parent: round(parent),
        voted: round(voted),
        locked: round(locked),
        extendsLock: true,
        proven,
      };
      expect(correctRules.mayVote(offer)).to.equal(allowed);
      expect(differing((rules) => rules.mayVote(offer))).to.deep.equal(bugs);
    });
  }

  const COMMITS: readonly (readonly [
    shows: string,
    ancestors: string,
    committed: number,
    ...bugs: BugName[],
  ])[] = [
    ["genesis alone: nothing", "0", 0],
    ["two in a row: the first", "4 3 1 0", 2],
    ["a gap between the two", "4 2 1 0", 0, "commits_over_gaps"],
    ["a gap after genesis", "3 0", 0, "commits_over_gaps"],
  ];
  for (const [shows, ancestors, committed, ...bugs] of COMMITS) {
    it(`commits: ${shows}`, () => {
      const views = ancestors.split(" ").map((view) => round(Number(view)));
      expect(correctRules.commits(views)).to.equal(committed);
      expect(differing((rules) => rules.commits(views))).to.deep.equal(bugs);
    });
  }

  it("takes n-f votes for a quorum, and proves what it proposes", () => {
    const validators = validatorSet(["a", "b", "c", "d"].map(replicaId), 1, 3);
    expect(correctRules.quorum(validators)).to.equal(3);
    expect(differing((rules) => rules.quorum(validators))).to.deep.equal(["small_quorum"]);
    expect(correctRules.proves).to.equal(true);
    expect(differing((rules) => rules.proves)).to.deep.equal(["no_proof", "preferred_round"]);
  });
});
