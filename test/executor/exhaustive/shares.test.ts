/** Counting the scenarios that stand for one explored run. */
import { expect } from "chai";
import fc from "fast-check";
import {
  counted,
  countingOf,
  followedBy,
  total,
} from "../../../executor/exhaustive/execution/shares.js";
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

/** Which places have ceased to matter at a stop. */
const at = (stop: number, history: readonly number[]): boolean[] =>
  history.map((first) => first <= stop);

const evenly = (decided: readonly Candidates[]): ReadonlyMap<number, bigint> =>
  new Map(decided[0]?.members.map((first) => [first, 1n]));

describe("counting choices that ceased to matter", () => {
  it("comes to the same over one stop as over two", () => {
    fc.assert(
      fc.property(HISTORY, DECIDED, (history, decided) => {
        const [none, some, all] = [at(-1, history), at(1, history), at(3, history)];
        const first = countingOf(none, some, decided);
        const second = countingOf(some, all, decided);
        const whole = countingOf(none, all, decided);
        const shares = evenly(decided);
        expect(followedBy(first, second)).to.deep.equal(whole);
        expect(counted(counted(shares, first), second)).to.deep.equal(counted(shares, whole));
      }),
    );
  });

  it("counts every choice of every place once", () => {
    fc.assert(
      fc.property(HISTORY, DECIDED, (history, decided) => {
        const counting = countingOf(at(-1, history), at(3, history), decided);
        const product = decided.reduce((sum, { members }) => sum * BigInt(members.length), 1n);
        expect(total(counted(evenly(decided), counting))).to.equal(product);
      }),
    );
  });
});
