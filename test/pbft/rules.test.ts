/** PBFT's rules as tables: what the paper says, and what each bug says instead. */
import { expect } from "chai";
import { blockId, replicaId, round, signature } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import type { Prepared } from "../../lib/protocols/pbft/messages.js";
import { breaches, correctRules, rulesWith } from "../../lib/protocols/pbft/rules.js";
import type { BugName, Rules } from "../../lib/protocols/pbft/rules.js";

const BUGS = Object.keys(breaches) as BugName[];

/** The bugs that answer otherwise than the paper. */
const differing = (answer: (rules: Rules) => unknown): readonly BugName[] =>
  BUGS.filter((bug) => answer(rulesWith([bug])) !== answer(correctRules));

/** A request that is prepared in a view. */
function preparedIn(view: number): Prepared {
  const request = { id: blockId(`r${view}`), sequence: 1, view: round(view), transactions: [] };
  const signed = { view: round(view), sender: replicaId("b"), signature: signature("s") };
  return { order: { kind: "pre-prepare", ...signed, sequence: 1, request }, prepares: [] };
}

describe("the rules of PBFT", () => {
  const seven = validatorSet(["a", "b", "c", "d", "e", "f", "g"].map(replicaId));
  for (const [rule, bug] of [
    ["prepares", "small_prepare"],
    ["commits", "small_commit"],
    ["changes", "small_view_change"],
  ] as const) {
    it(`${rule}: 2f+1 of 3f+1 replicas`, () => {
      expect(correctRules[rule](seven)).to.equal(5);
      expect(differing((rules) => rules[rule](seven))).to.deep.equal([bug]);
    });
  }

  it("of what is prepared the highest view is ordered again", () => {
    const [low, high] = [preparedIn(1), preparedIn(2)];
    for (const list of [
      [low, high],
      [high, low],
    ]) {
      expect(correctRules.ordersAgain(list)).to.equal(high);
      expect(differing((rules) => rules.ordersAgain(list))).to.deep.equal([
        ...["ignores_prepared", "lowest_view"],
      ]);
    }
    expect(correctRules.ordersAgain([])).to.equal(undefined);
  });

  it("one order a number, none while leaving, and a new view is checked", () => {
    const rest = ["firstOrderOnly", "staysActive", "checksNewView"] as const;
    expect(rest.map((rule) => correctRules[rule])).to.deep.equal([true, false, true]);
    expect(rest.map((rule) => differing((rules) => rules[rule]))).to.deep.equal([
      ["second_order"],
      ["stays_active"],
      ["unchecked_new_view"],
    ]);
  });
});
