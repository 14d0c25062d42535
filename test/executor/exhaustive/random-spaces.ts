/** Small random spaces, explored and run singly. */
import fc from "fast-check";
import { DEFAULT_LIMITS } from "../../../executor/run/world.js";
import { pairsOf } from "../../../executor/exhaustive/execution/scenario-counts.js";
import { explore } from "../../../executor/exhaustive/explore.js";
import { inProcessPool } from "../../../executor/exhaustive/expansion-pool.js";
import { assertAllCounted, initialState } from "../../../executor/exhaustive/exploration-state.js";
import { outcomeOf } from "../../../executor/exhaustive/audit.js";
import { outcomeKey } from "../../../executor/exhaustive/outcome.js";
import { searchSpaceInSpace } from "../../../executor/exhaustive/search-space.js";
import type { SearchSpace } from "../../../executor/exhaustive/search-space.js";
import { runner } from "../../../executor/run/run.js";
import { structuralSuite } from "../../../lib/crypto/structural.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { protocols } from "../../../lib/registry.js";
import type { Semantics } from "../../../lib/scenario/model.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../../lib/scenario/read-scenario.js";
import { openSpace } from "../../../lib/space/space.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import { PROPERTIES, PROPERTY_NAMES } from "../../diembft/support/judged.js";

/** A small search space with freely chosen round configurations. */
export interface SpaceSpec {
  readonly replicas: number;
  readonly twins: number;
  readonly rounds: number;
  /** What each round can be, on one line. */
  readonly choices: readonly string[];
  readonly semantics?: Partial<Semantics>;
  readonly bugs?: readonly string[];
  /** What is judged: all, unless it says so. */
  readonly properties?: readonly string[];
  readonly stabilization?: number;
  /** Δ, and how long a message takes. */
  readonly timing?: readonly [delta: number, delay: number];
}

/** Numbers of scenarios by outcome and first round, counted both ways. */
export interface BothWays {
  readonly explored: ReadonlyMap<string, number>;
  readonly oneByOne: ReadonlyMap<string, number>;
}

export async function bothWays(spec: SpaceSpec): Promise<BothWays> {
  const searchSpace = searchSpaceOf(spec);
  const explored = await exploredCounts(searchSpace);
  return { explored, oneByOne: sorted(oneByOne(searchSpace)) };
}

/** Numbers of scenarios by outcome and first round, by exploration. */
export async function exploredCounts(
  searchSpace: SearchSpace,
): Promise<ReadonlyMap<string, number>> {
  const exploration = initialState(searchSpace, 1);
  await explore(exploration, inProcessPool(searchSpace, 1), () => undefined);
  assertAllCounted(exploration, searchSpace);
  const explored = new Map<string, number>();
  for (const { outcome, counts } of exploration.findings.all()) {
    for (const [first, count] of pairsOf(counts)) {
      if (count > 0n) explored.set(`${first} ${outcomeKey(outcome)}`, Number(count));
    }
  }
  return sorted(explored);
}

function oneByOne(searchSpace: SearchSpace): Map<string, number> {
  const { run: options, configurations, rounds } = searchSpace;
  const properties = searchSpace.properties.map(({ name }) => name);
  const run = runner(options);
  const counts = new Map<string, number>();
  for (let number = 0; number < configurations.length ** rounds; number++) {
    const digits = digitsOf(number, configurations.length, rounds);
    const chosen = digits.flatMap((digit) => configurations[digit] ?? []);
    const outcome = outcomeOf(run({ id: String(number), rounds: chosen }), properties);
    const key = `${digits[0] ?? 0} ${outcomeKey(outcome)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function digitsOf(number: number, base: number, length: number): readonly number[] {
  const digits: number[] = [];
  for (let rest = number; digits.length < length; rest = Math.floor(rest / base)) {
    digits.unshift(rest % base);
  }
  return digits;
}

const sorted = (counts: ReadonlyMap<string, number>): Map<string, number> =>
  new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

export function searchSpaceOf(spec: SpaceSpec, without: readonly string[] = []): SearchSpace {
  const { replicas, twins, rounds, choices, semantics = {}, bugs = [] } = spec;
  const { properties = PROPERTY_NAMES } = spec;
  const [delta, delay] = spec.timing ?? [800, 100];
  const leaders = { eligible: "any" };
  const document = { replicas, twins, rounds: 1, partitions: { groups: 1 }, leaders, semantics };
  const read = readSpaceConfig(document);
  const protocol = protocols.get("diembft")?.create(bugs);
  if (!read.ok || protocol === undefined) throw new Error("no such space");
  const { roster } = read.value;
  const reader = scenarioReader(roster);
  const stabilization = { rounds: spec.stabilization ?? 7, leaders: "honest" } as const;
  const limits = { ...DEFAULT_LIMITS, events: 100_000 };
  const timing = { delta, delay, limits, suite: structuralSuite };
  const whole = searchSpaceInSpace(
    openSpace(read.value),
    { protocol, roster, semantics: read.value.semantics, stabilization, ...timing },
    nodeSha256,
    { properties: PROPERTIES.filter(({ name }) => properties.includes(name)), without },
  );
  const configurations = choices.flatMap((line) => valueOf(reader.rounds(line), line));
  return { ...whole, configurations, rounds, numberOf: () => 0n };
}

const NAMES = ["a", "b", "c", "d", "e", "f", "g"];
const TYPES = ["proposal", "vote", "timeout", "sync", "*"];

/** Rounds of any groups, leaders and drops; most have a group that may hold a quorum. */
function choicesFor(replicas: number, twins: number, most: number): fc.Arbitrary<string[]> {
  const ids = NAMES.slice(0, replicas);
  const nodes = [...ids, ...ids.slice(0, twins).map((id) => `${id}'`)];
  const place = fc.constantFrom(0, 0, 0, 1, 1, 2);
  const drop = fc.record({
    from: fc.nat(nodes.length - 1),
    to: fc.nat(nodes.length - 1),
    type: fc.constantFrom(...TYPES),
  });
  const choice = fc
    .record({
      leader: fc.constantFrom(...ids),
      places: fc.array(place, { minLength: nodes.length, maxLength: nodes.length }),
      drops: fc.array(drop, { maxLength: 4 }),
      isLossy: fc.boolean(),
    })
    .map(({ leader, places, drops, isLossy }) => {
      const groups = [0, 1, 2].map((group) => nodes.filter((_, index) => places[index] === group));
      const partition = groups.filter((group) => group.length > 0).map((group) => group.join(" "));
      const inside = drops.filter(({ from, to }) => isLossy && places[from] === places[to]);
      const lost = new Map(
        inside.map(({ from, to, type }) => [`${nodes[from] ?? ""}>${nodes[to] ?? ""}`, type]),
      );
      const words = [...lost].map(([link, type]) => `${link} ${type}`).join(", ");
      return `${leader}: ${partition.join(" | ")}${words === "" ? "" : ` / ${words}`}`;
    });
  return fc.uniqueArray(choice, { minLength: 1, maxLength: most });
}

/** Sketches of at most a few hundred scenarios. */
export const spaceSpecs = (bugs: readonly string[]): fc.Arbitrary<SpaceSpec> =>
  fc
    .record({
      topology: fc.constantFrom([4, 1], [4, 1], [4, 2], [4, 0], [5, 1], [7, 2]),
      size: fc.constantFrom([2, 9], [3, 6], [4, 4], [5, 3], [7, 2]),
    })
    .chain(({ topology: [replicas = 4, twins = 1], size: [rounds = 2, most = 2] }) =>
      fc.record({
        ...{ replicas: fc.constant(replicas), twins: fc.constant(twins) },
        rounds: fc.constant(rounds),
        choices: choicesFor(replicas, twins, most),
        semantics: fc.record({
          governs: fc.constantFrom("message" as const, "message" as const, "sender" as const),
          drops: fc.constantFrom("lose" as const, "hold" as const),
          afterLastRound: fc.constantFrom("heal" as const, "heal" as const, "silence" as const),
        }),
        bugs: fc.subarray([...bugs], { maxLength: 2 }),
        properties: fc.oneof(
          fc.constant(PROPERTY_NAMES),
          fc.subarray([...PROPERTY_NAMES], { minLength: 1, maxLength: 3 }),
        ),
        stabilization: fc.constantFrom(7, 7, 0, 1, 3),
        timing: fc.constantFrom<[number, number][]>(
          [800, 100],
          [800, 100],
          [100, 100],
          [33, 100],
          [200, 150],
        ),
      }),
    );

/** A round of four replicas and a twin, in two groups. */
const twoGroups: fc.Arbitrary<string> = fc
  .record({
    leader: fc.constantFrom("a", "a", "b", "c"),
    sides: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  })
  .map(({ leader, sides }) => {
    const nodes = ["a", "b", "c", "d", "a'"];
    const groups = [true, false].map((side) => nodes.filter((_, index) => sides[index] === side));
    const partition = groups.filter((group) => group.length > 0).map((group) => group.join(" "));
    return `${leader}: ${partition.join(" | ")}`;
  });

/** Sketches of many rounds and few choices, in which many runs come to the same states. */
export const longSpaceSpecs = (bugs: readonly string[]): fc.Arbitrary<SpaceSpec> =>
  fc
    .constantFrom([4, 4] as const, [5, 3] as const, [6, 3] as const, [8, 2] as const)
    .chain(([rounds, size]) =>
      fc.record({
        ...{ replicas: fc.constant(4), twins: fc.constant(1), rounds: fc.constant(rounds) },
        choices: fc.uniqueArray(twoGroups, { minLength: size, maxLength: size }),
        bugs: fc.oneof(
          fc.constant([]),
          fc.constantFrom("small_quorum", ...bugs).map((bug) => [bug]),
        ),
      }),
    );
