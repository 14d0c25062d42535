/** Counting the scenarios that stand for one explored run. */
import { expect } from "chai";
import fc from "fast-check";
import {
  multiply,
  multiplierOf,
  compose,
  numberOf,
  pairsOf,
  scenarioCounts,
  sum,
  total,
} from "../../../executor/exhaustive/execution/scenario-counts.js";
import type { ScenarioCounts } from "../../../executor/exhaustive/execution/scenario-counts.js";
import type { Candidates } from "../../../executor/exhaustive/execution/candidates.js";
import { openSpace } from "../../../lib/space/space.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import { CandidateSets } from "../../../executor/exhaustive/execution/candidates.js";

const PLACES = 4;

/** By place: at which of three stops the choices that are left there cease to matter. */
const HISTORY = fc.array(fc.nat(3), { minLength: PLACES, maxLength: PLACES });

/** A set of round configurations for each place. */
const DECIDED = fc.array(fc.nat(2), { minLength: PLACES, maxLength: PLACES }).map((groups) => {
  const sets = new CandidateSets(configurations());
  const parts = sets.split(sets.all, { key: "size", answer: (each) => size(each.partition) });
  return groups.map((group) => parts[group % parts.length] ?? sets.all);
});

const size = (partition: readonly (readonly string[])[]): string =>
  String(Math.max(...partition.map((group) => group.length)));

function configurations() {
  const read = readSpaceConfig({
    ...{ replicas: 4, twins: 1, rounds: 1 },
    partitions: { groups: 2 },
  });
  if (!read.ok) throw new Error("no such space");
  const { configurations: all, counts } = openSpace(read.value);
  return Array.from({ length: Number(counts.roundConfigurations) }, (_, index) =>
    all.unrank(BigInt(index)),
  );
}

/** Which choices are retired at a stop. */
const at = (stop: number, history: readonly number[]): boolean[] =>
  history.map((first) => first <= stop);

const evenly = (decided: readonly Candidates[]): ScenarioCounts =>
  scenarioCounts(decided[0]?.members.map((first) => [first, 1n] as const) ?? []);

describe("counting choices that ceased to matter", () => {
  it("comes to the same over one stop as over two", () => {
    fc.assert(
      fc.property(HISTORY, DECIDED, (history, decided) => {
        const [none, some, all] = [at(-1, history), at(1, history), at(3, history)];
        const first = multiplierOf(none, some, decided);
        const second = multiplierOf(some, all, decided);
        const whole = multiplierOf(none, all, decided);
        const counts = evenly(decided);
        expect(compose(first, second)).to.deep.equal(whole);
        expect(multiply(multiply(counts, first), second)).to.deep.equal(multiply(counts, whole));
      }),
    );
  });

  it("counts every choice of every place once", () => {
    fc.assert(
      fc.property(HISTORY, DECIDED, (history, decided) => {
        const multiplier = multiplierOf(at(-1, history), at(3, history), decided);
        const product = decided.reduce((sum, { members }) => sum * BigInt(members.length), 1n);
        expect(total(multiply(evenly(decided), multiplier))).to.equal(product);
      }),
    );
  });

  it("adds numbers of any size exactly, by ascending configurations", () => {
    const count = fc.oneof(
      fc.bigInt({ min: 1n, max: 9n }),
      fc.bigInt({ min: 2n ** 52n, max: 2n ** 80n }),
    );
    const pairs = fc.array(fc.tuple(fc.nat(5), count)).map((all) => new Map(all));
    fc.assert(
      fc.property(pairs, pairs, (one, other) => {
        const both = [...new Set([...one.keys(), ...other.keys()])].sort((a, b) => a - b);
        const added = sum(scenarioCounts(one), scenarioCounts(other));
        const expected = both.map(
          (first) => [first, (one.get(first) ?? 0n) + (other.get(first) ?? 0n)] as const,
        );
        expect(pairsOf(added)).to.deep.equal(expected);
        for (const [first, scenarios] of expected) {
          expect(numberOf(added, first)).to.equal(scenarios);
        }
        expect(total(added)).to.equal(expected.reduce((all, [, each]) => all + each, 0n));
      }),
    );
  });
});
