/** Tendermint's rules as tables: what the paper says, and what each bug says instead. */
import { expect } from "chai";
import { blockId, replicaId, round } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import {
  UNLOCKED,
  breaches,
  correctRules,
  rulesWith,
} from "../../lib/protocols/tendermint/rules.js";
import type { BugName, Lock } from "../../lib/protocols/tendermint/rules.js";

const BUGS = Object.keys(breaches) as BugName[];
const X = blockId("x");
const locked = (on: string, since: number): Lock => ({ value: blockId(on), round: round(since) });

/** The bugs that answer otherwise than the paper. */
const differing = (answer: (rules: typeof correctRules) => unknown): readonly BugName[] =>
  BUGS.filter(
    (bug) => JSON.stringify(answer(rulesWith([bug]))) !== JSON.stringify(answer(correctRules)),
  );

describe("the rules of Tendermint", () => {
  const PREVOTES: readonly (readonly [
    shows: string,
    validRound: number,
    lock: Lock,
    allowed: boolean,
    ...bugs: BugName[],
  ])[] = [
    ["line 23: a new value without a lock", 0, UNLOCKED, true],
    ["line 23: the locked value as a new one", 0, locked("x", 3), true],
    ["line 23: another than the locked value", 0, locked("y", 3), false],
    ["line 29: a valid value without a lock", 2, UNLOCKED, true],
    [
      "line 29: another than the locked value, valid later",
      4,
      locked("y", 3),
      true,
      "never_unlocks",
    ],
    ["line 29: another, valid in the lock's round", 3, locked("y", 3), true, "never_unlocks"],
    ["line 29: another, valid before", 2, locked("y", 3), false, "any_valid_round"],
    ["line 29: the locked value, valid before", 2, locked("x", 3), true],
  ];
  for (const [shows, validRound, lock, allowed, ...bugs] of PREVOTES) {
    it(`mayPrevote, ${shows}`, () => {
      const offer = { value: X, validRound: round(validRound) };
      expect(correctRules.mayPrevote(offer, lock)).to.equal(allowed);
      expect(differing((rules) => rules.mayPrevote(offer, lock))).to.deep.equal(bugs);
    });
  }

  it("line 38: a precommit locks", () => {
    expect(correctRules.lock(X, round(2))).to.deep.equal(locked("x", 2));
    expect(differing((rules) => rules.lock(X, round(2)))).to.deep.equal(["no_lock"]);
  });

  it("line 45: prevotes for nil leave the lock as it is", () => {
    expect(correctRules.lockAfterNil(locked("x", 2))).to.deep.equal(locked("x", 2));
    expect(differing((rules) => rules.lockAfterNil(locked("x", 2)))).to.deep.equal([
      "unlocks_on_nil",
    ]);
  });

  it("lines 26, 32 and 59: without a value to prevote for, the prevote is for nil", () => {
    expect(correctRules.otherwise(locked("x", 2))).to.equal(null);
    expect(differing((rules) => rules.otherwise(locked("x", 2)))).to.deep.equal(["prevotes_lock"]);
  });

  it("2f+1 votes are a quorum", () => {
    const validators = validatorSet(["a", "b", "c", "d", "e", "f", "g"].map(replicaId));
    expect([correctRules.polka(validators), correctRules.decides(validators)]).to.deep.equal([
      5, 5,
    ]);
    expect(differing((rules) => rules.polka(validators))).to.deep.equal([
      "small_quorum",
      "precommit_on_f_plus_1",
    ]);
    expect(differing((rules) => rules.decides(validators))).to.deep.equal(["small_quorum"]);
    expect(rulesWith(["precommit_on_f_plus_1"]).polka(validators)).to.equal(3);
  });

  it("line 15 proposes the valid value, line 48 waits, every vote counts, all is relayed", () => {
    const rest = ["proposesValid", "waitsForPrecommits", "keepsEveryVote", "relays"] as const;
    expect(rest.map((rule) => correctRules[rule])).to.deep.equal([true, true, true, true]);
    expect(rest.map((rule) => differing((rules) => rules[rule]))).to.deep.equal([
      ["proposes_new"],
      ["leaves_at_once"],
      ["keeps_first_vote"],
      ["no_relay"],
    ]);
  });

  it("each bug replaces a rule", () => {
    for (const bug of BUGS) expect(rulesWith([bug]), bug).to.not.deep.equal(correctRules);
  });
});
