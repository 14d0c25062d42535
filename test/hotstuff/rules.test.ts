/** HotStuff's rules as tables: what the paper says, and what each bug says instead. */
import { expect } from "chai";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import type { Offer } from "../../lib/protocols/chained/rules.js";
import { breaches, correctRules, rulesWith } from "../../lib/protocols/hotstuff/rules.js";
import type { BugName } from "../../lib/protocols/hotstuff/rules.js";

const BUGS = Object.keys(breaches) as BugName[];

/** The bugs that answer otherwise than the paper. */
const differing = (answer: (rules: typeof correctRules) => unknown): readonly BugName[] =>
  BUGS.filter((bug) => answer(rulesWith([bug])) !== answer(correctRules));

const offer = (
  view: number,
  parent: number,
  voted: number,
  locked: number,
): Omit<Offer, "extendsLock"> => ({
  view: round(view),
  parent: round(parent),
  voted: round(voted),
  locked: round(locked),
  proven: false,
});

describe("the rules of HotStuff", () => {
  const VOTES: readonly (readonly [
    shows: string,
    offer: Offer,
    allowed: boolean,
    ...bugs: BugName[],
  ])[] = [
    ["on the lock", { ...offer(5, 4, 4, 3), extendsLock: true }, true],
    ["on the lock, certified before it", { ...offer(5, 3, 4, 3), extendsLock: true }, true],
    ["beside the lock, certified later", { ...offer(5, 4, 4, 3), extendsLock: false }, true],
    [
      "beside the lock, certified in its view",
      { ...offer(5, 3, 4, 3), extendsLock: false },
      false,
      "no_lock",
    ],
    [
      "beside the lock, certified before",
      { ...offer(5, 2, 4, 3), extendsLock: false },
      false,
      "no_lock",
    ],
    [
      "in a view in which it has voted",
      { ...offer(5, 4, 5, 3), extendsLock: true },
      false,
      "votes_again",
    ],
    ["in an earlier view than its last vote", { ...offer(5, 4, 6, 3), extendsLock: true }, false],
  ];
  for (const [shows, given, allowed, ...bugs] of VOTES) {
    it(`mayVote: ${shows}`, () => {
      expect(correctRules.mayVote(given)).to.equal(allowed);
      expect(differing((rules) => rules.mayVote(given))).to.deep.equal(bugs);
    });
  }

  const COMMITS: readonly (readonly [
    shows: string,
    ancestors: string,
    committed: number,
    ...bugs: BugName[],
  ])[] = [
    ["genesis alone: nothing", "0", 0],
    ["two blocks in a row after a gap", "4 3 0", 0, "any_three_views", "two_chain"],
    ["three in a row: the first", "5 4 3 1 0", 3, "two_chain"],
    ["a gap before the last", "5 3 2 0", 0, "any_three_views"],
    ["a gap before the last but one", "5 4 2 0", 0, "any_three_views", "two_chain"],
    ["genesis, 1 and 2: genesis, which is nothing new", "2 1 0", 3, "two_chain"],
  ];
  for (const [shows, ancestors, committed, ...bugs] of COMMITS) {
    it(`commits: ${shows}`, () => {
      const views = ancestors.split(" ").map((view) => round(Number(view)));
      expect(correctRules.commits(views)).to.equal(committed);
      expect(differing((rules) => rules.commits(views))).to.deep.equal(bugs);
    });
  }

  it("takes n-f votes for a quorum, locks the grandparent, and asks for no proof", () => {
    const validators = validatorSet(["a", "b", "c", "d"].map(replicaId), 1, 3);
    expect(correctRules.quorum(validators)).to.equal(3);
    expect(differing((rules) => rules.quorum(validators))).to.deep.equal(["small_quorum"]);
    expect([correctRules.locks, correctRules.proves]).to.deep.equal([2, false]);
    expect(differing(({ locks, proves }) => `${locks} ${String(proves)}`)).to.deep.equal([]);
  });
});
