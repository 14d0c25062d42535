/** What statuses let a leader order, as a table: repaired, as published, and with each bug. */
import { expect } from "chai";
import { blockId, replicaId, round, signature } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import * as fab from "../../lib/protocols/fab/rules.js";
import type { Answered, Status, Value } from "../../lib/protocols/two-track/messages.js";
import { correctRules } from "../../lib/protocols/two-track/rules.js";
import type { Rules } from "../../lib/protocols/two-track/rules.js";
import * as zyzzyva from "../../lib/protocols/zyzzyva/rules.js";

const four = validatorSet(["a", "b", "c", "d"].map(replicaId));

const valueOf = (name: string): Value => ({
  id: blockId(name),
  view: round(1),
  proposer: replicaId("a"),
  transactions: [],
});

/** `x2` is value x in view 2. */
function at(text: string): Answered | null {
  const [name, view] = text;
  if (name === undefined || view === undefined) return null;
  return { value: valueOf(name), view: round(Number(view)) };
}

/** `x2` is a status whose sender answered x in view 2; `x2+y1` has the certificate of y, too. */
function statusOf(text: string, index: number): Status {
  const [answered = "", certified = ""] = text.split("+");
  const certificate = at(certified);
  return {
    kind: "status",
    view: round(5),
    answered: at(answered),
    certificate: certificate === null ? null : { ...certificate, answers: [] },
    sender: replicaId("abcd".charAt(index)),
    signature: signature("s"),
  };
}

/** What the rules choose: a name, any value, or none. */
function chosen(rules: Rules, statuses: string): string {
  const choice = rules.chooses(statuses.split(" ").map(statusOf), four);
  return choice.kind === "one" ? choice.value.id : choice.kind;
}

/** By what it shows: the statuses, what is chosen, and which bugs choose something else. */
const TABLE: Readonly<Record<string, readonly [string, string, Readonly<Record<string, string>>]>> =
  {
    "nothing was answered": ["- - -", "any", {}],
    "one answer is no trace of all": ["x1 - -", "any", {}],
    "two answers may be of all": ["x1 - x1", "x", {}],
    "two answers in two views may be of all in the first": [
      "x1 x2 -",
      "x",
      { counts_one_view: "any" },
    ],
    "the later of two values counts": ["x1 y2 y2", "y", {}],
    "a certificate counts": ["x1 y1+y1 -", "y", { ignores_commit_proofs: "any" }],
    "in one view it beats answers": [
      "x1 y1+y1 x1",
      "y",
      { blocked_by_any_view: "none", ignores_commit_proofs: "x" },
    ],
    "of a later view it beats answers": [
      "x1 y2+y2 x1",
      "y",
      { blocked_by_any_view: "none", ignores_commit_proofs: "x" },
    ],
    "of an earlier view it does not": [
      "x2 y1+y1 x2",
      "x",
      { blocked_by_any_view: "none", certificate_first: "y" },
    ],
    "of two certificates the later one counts": [
      "x1+x1 y2+y2 -",
      "y",
      { blocked_by_any_view: "none", ignores_commit_proofs: "any" },
    ],
  };

describe("the choice of a new leader", () => {
  for (const [shows, [statuses, expected, byBugs]] of Object.entries(TABLE)) {
    it(`${shows}: ${statuses}`, () => {
      expect(chosen(correctRules, statuses)).to.equal(expected);
      const others: Record<string, string> = {};
      for (const [bugs, rulesWith] of [
        [Object.keys(fab.breaches), (bug: string) => fab.rulesWith([bug as fab.BugName])],
        [
          Object.keys(zyzzyva.breaches),
          (bug: string) => zyzzyva.rulesWith([bug as zyzzyva.BugName]),
        ],
      ] as const) {
        for (const bug of bugs) {
          const choice = chosen(rulesWith(bug), statuses);
          if (choice !== expected) others[bug] = choice;
        }
      }
      expect(others).to.deep.equal(byBugs);
    });
  }
});

describe("the thresholds of two tracks", () => {
  const seven = validatorSet(["a", "b", "c", "d", "e", "f", "g"].map(replicaId));
  for (const [rule, size, fabBug, zyzzyvaBug] of [
    ["fast", 7, "fast_without_all", "completes_without_all"],
    ["certifies", 5, "small_commit_proof", "small_commit_certificate"],
    ["confirms", 5, undefined, "small_local_commit"],
    ["statuses", 5, "small_progress_certificate", "small_view_change"],
  ] as const) {
    it(`${rule}: ${size} of seven`, () => {
      expect(correctRules[rule](seven)).to.equal(size);
      if (fabBug !== undefined) expect(fab.rulesWith([fabBug])[rule](seven)).to.equal(size - 1);
      expect(zyzzyva.rulesWith([zyzzyvaBug])[rule](seven)).to.equal(size - 1);
    });
  }

  it("the first order of a view is answered, and no other", () => {
    expect(correctRules.firstOrderOnly).to.equal(true);
    expect(fab.rulesWith(["second_proposal"]).firstOrderOnly).to.equal(false);
    expect(zyzzyva.rulesWith(["second_order"]).firstOrderOnly).to.equal(false);
  });
});
