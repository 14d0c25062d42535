/** The rules of Simplex and of two-round Simplex as tables, and what each bug says instead. */
import { expect } from "chai";
import { replicaId } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import type { Rules } from "../../lib/protocols/simplex-style/rules.js";
import * as simplex from "../../lib/protocols/simplex/rules.js";
import * as twoRound from "../../lib/protocols/two-round-simplex/rules.js";

const names = (count: number) =>
  Array.from({ length: count }, (_, index) => replicaId(String.fromCharCode(97 + index)));

/** n = 3f+1 and n = 5f+1 with f = 2. */
const seven = validatorSet(names(7));
const eleven = validatorSet(names(11), 2, 9);

const BUGS: Readonly<Record<string, readonly [correct: Rules, bugs: ReadonlyMap<string, Rules>]>> =
  {
    simplex: [
      simplex.correctRules,
      new Map(
        (Object.keys(simplex.breaches) as simplex.BugName[]).map((bug) => [
          bug,
          simplex.rulesWith([bug]),
        ]),
      ),
    ],
    "two-round": [
      twoRound.correctRules,
      new Map(
        (Object.keys(twoRound.breaches) as twoRound.BugName[]).map((bug) => [
          bug,
          twoRound.rulesWith([bug]),
        ]),
      ),
    ],
  };

const fresh = { voted: false, nullified: false };
const voted = { voted: true, nullified: false };
const nullified = { voted: false, nullified: true };

/** By rule: the protocol, what it answers, and the bugs that answer something else. */
const TABLE: readonly (readonly [
  shows: string,
  protocol: string,
  answer: (rules: Rules) => unknown,
  expected: unknown,
  differing: readonly string[],
])[] = [
  ["n-f votes notarize", "simplex", (r) => r.notarizes(seven), 5, ["small_notarization"]],
  ["n-f votes skip", "simplex", (r) => r.nullifies(seven), 5, ["small_nullification"]],
  ["n-f votes finalize", "simplex", (r) => r.decides(seven), 5, ["small_finalization"]],
  ["one vote a view", "simplex", (r) => r.mayVote(voted), false, ["votes_again"]],
  ["no vote for a skipped view", "simplex", (r) => r.mayVote(nullified), false, []],
  ["who has voted may skip", "simplex", (r) => r.mayNullify(voted), true, []],
  [
    "who has skipped does not finalize",
    "simplex",
    (r) => r.mayFinalize(nullified),
    false,
    ["finalizes_after_nullify"],
  ],
  ["who has not may finalize", "simplex", (r) => r.mayFinalize(fresh), true, []],
  ["skips are proven", "simplex", (r) => r.checksSkipped, true, ["unchecked_skips"]],
  [
    "n-3f votes certify",
    "two-round",
    (r) => r.notarizes(eleven),
    5,
    ["small_certificate", "large_certificates"],
  ],
  [
    "n-3f votes skip",
    "two-round",
    (r) => r.nullifies(eleven),
    5,
    ["small_skip", "large_certificates"],
  ],
  ["n-f votes decide", "two-round", (r) => r.decides(eleven), 9, ["small_decision"]],
  ["one vote a view", "two-round", (r) => r.mayVote(voted), false, ["votes_again"]],
  ["the timer skips for who has not voted", "two-round", (r) => r.mayNullify(voted), false, []],
  ["split votes skip", "two-round", (r) => r.nullifiesSplitVotes, true, ["stays_with_split_votes"]],
  [
    "nobody leaves without a vote",
    "two-round",
    (r) => r.mayLeave(fresh),
    false,
    ["leaves_without_vote"],
  ],
  ["a vote to skip is one", "two-round", (r) => r.mayLeave(nullified), true, []],
  ["skips are proven", "two-round", (r) => r.checksSkipped, true, ["unchecked_skips"]],
];

describe("the rules of Simplex-style protocols", () => {
  for (const [shows, protocol, answer, expected, differing] of TABLE) {
    it(`${protocol}: ${shows}`, () => {
      const [correct, bugs] = BUGS[protocol] ?? [];
      expect(correct && answer(correct)).to.equal(expected);
      const others = [...(bugs ?? [])].filter(([, rules]) => answer(rules) !== expected);
      expect(others.map(([bug]) => bug)).to.deep.equal(differing);
    });
  }
});
