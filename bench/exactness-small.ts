/**
 * Small spaces both ways, for the correct protocol and every bug: explored, and then scenario by
 * scenario. Both must come to the same, by outcome and first round: `npm run exactness:small`, in
 * about a minute. Prints each space with its numbers; exits with 1 if any differ.
 */
import { bugs } from "../lib/protocols/diembft/index.js";
import { bothWays } from "../test/executor/exhaustive/random-spaces.js";
import type { BothWays, SpaceSpec } from "../test/executor/exhaustive/random-spaces.js";

/** Each has its own way in which a run can still depend on what seems to be over. */
const SPACES: Readonly<Record<string, SpaceSpec>> = {
  "a twinned leader that proposes late": {
    ...{ replicas: 4, twins: 1, rounds: 4 },
    choices: ["a: a b | c d a'", "a: b c d | a a'", "a: a b c | d a'", "a: a | b c d a'"],
  },
  "leaders that change, and drops": {
    ...{ replicas: 4, twins: 1, rounds: 4 },
    choices: ["b: a b c d a' / b>a vote, c>a *", "c: a b d a' | c", "a: a b c | d a'"],
  },
  "six replicas": {
    ...{ replicas: 6, twins: 1, rounds: 3 },
    choices: [
      "a: a b c d | e f a'",
      "a: a e f | b c d a'",
      "b: a b c d e f a'",
      "b: a c | b d e f a'",
    ],
  },
  "drops that are held, and more twins than f": {
    ...{ replicas: 4, twins: 2, rounds: 3, stabilization: 3, timing: [33, 100] },
    semantics: { drops: "hold" },
    choices: [
      "a: a b c | d a' b' / a>c vote, d>a' *",
      "a: c d a' | a b b'",
      "b: a b c d a' b' / a>b' proposal, c>d timeout",
    ],
  },
  "a block that one lacks for long": {
    ...{ replicas: 4, twins: 1, rounds: 6 },
    choices: ["a: a b c d a'", "b: a b d a' | c"],
  },
  "no twins, and lost timeouts and answers": {
    ...{ replicas: 4, twins: 0, rounds: 4 },
    choices: ["b: a b c d / c>b vote, d>c timeout", "c: a b d | c", "d: a b c d / d>d *, a>b sync"],
  },
  "messages governed by their senders, and silence": {
    ...{ replicas: 4, twins: 1, rounds: 3 },
    semantics: { governs: "sender", afterLastRound: "silence" },
    choices: ["b: a b c | d a'", "a: a b d | c a'", "c: a b c d a' / a>c vote"],
  },
};

async function row(shows: string, sketch: SpaceSpec, bug: string | null): Promise<void> {
  const { explored, oneByOne } = await bothWays({ ...sketch, bugs: bug === null ? [] : [bug] });
  const isEqual = isSame(explored, oneByOne);
  if (!isEqual) process.exitCode = 1;
  const scenarios = count(oneByOne, () => true);
  const cells = [shows, bug ?? "(correct)", scenarios, violating(explored), violating(oneByOne)];
  console.log(`| ${cells.join(" | ")} | ${isEqual ? "yes" : "NO"} |`);
}

type Counts = BothWays["explored"];

/** Every outcome under every first round, as often. */
const isSame = (one: Counts, other: Counts): boolean =>
  one.size === other.size && [...one].every(([outcome, times]) => other.get(outcome) === times);

const violating = (counts: Counts): number =>
  count(counts, (outcome) => outcome.includes("violated"));

function count(counts: Counts, counted: (outcome: string) => boolean): number {
  let sum = 0;
  for (const [outcome, times] of counts) if (counted(outcome)) sum += times;
  return sum;
}

console.log("| space | bug | scenarios | violated, explored | violated, one by one | equal |");
console.log("|---|---|---|---|---|---|");
for (const bug of [null, ...Object.keys(bugs)]) {
  for (const [shows, sketch] of Object.entries(SPACES)) await row(shows, sketch, bug);
}
