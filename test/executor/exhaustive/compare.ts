import { PROPERTIES } from "../../../lib/properties/all.js";
import { protocols } from "../../../lib/registry.js";
import { DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import { structuralSuite } from "../../../lib/crypto/structural.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import type { SpaceDocument } from "../../../lib/space/config.js";
import { openSpace } from "../../../lib/space/space.js";
import type { Space } from "../../../lib/space/space.js";
import { explore } from "../../../executor/exhaustive/explore.js";
import type { Explored } from "../../../executor/exhaustive/explore.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { total } from "../../../executor/exhaustive/shares.js";
import { outcomeKey } from "../../../executor/exhaustive/outcome.js";
import { territoryOf } from "../../../executor/exhaustive/territory.js";
import { Witnesses } from "../../../executor/exhaustive/witnesses.js";
import { runner } from "../../../executor/run.js";
import type { ScenarioResult } from "../../../executor/run.js";
import { DEFAULT_LIMITS } from "../../../executor/world.js";
import type { RunOptions } from "../../../executor/world.js";

/** A space under a protocol with bugs, to be judged both ways. */
export interface Subject {
  readonly space: Space;
  readonly options: RunOptions;
}

export function subjectOf(document: SpaceDocument, bugs: readonly string[]): Subject {
  const read = readSpaceConfig({ replicas: 4, twins: 1, ...document });
  if (!read.ok) throw new Error(read.problems.map(({ path, wrong }) => `${path} ${wrong}`).join());
  const protocol = protocols.get("diembft")?.create(bugs);
  if (protocol === undefined) throw new Error("there is no diembft");
  const { roster, semantics } = read.value;
  const space = openSpace(read.value);
  const timing = { delta: 800, delay: 100, limits: DEFAULT_LIMITS, suite: structuralSuite };
  const stabilization = DEFAULT_STABILIZATION;
  return { space, options: { protocol, roster, semantics, stabilization, ...timing } };
}

/** How many scenarios came to each outcome, explored as one. */
export function together({ space, options }: Subject): ReadonlyMap<string, bigint> {
  return countsOf(exploreAll({ space, options }).explored);
}

/** Explores, with up to three witnesses of each property. */
export function exploreAll({ space, options }: Subject): {
  readonly explored: Explored;
  readonly witnesses: ReturnType<Witnesses["found"]>;
  readonly decided: bigint;
} {
  const witnesses = new Witnesses(space, 3);
  let decided = 0n;
  const explored = explore(territoryOf(space, options, nodeSha256), {
    ended: (outcome, choices) => {
      witnesses.add(outcome, choices);
    },
    decided: (scenarios) => {
      decided += scenarios;
    },
  });
  return { explored, witnesses: witnesses.found(), decided };
}

const countsOf = ({ tallies }: Explored): ReadonlyMap<string, bigint> =>
  sorted(new Map(tallies.map(({ outcome, shares }) => [outcomeKey(outcome), total(shares)])));

/** The same, each scenario run by itself. */
export function oneByOne({ space, options }: Subject): ReadonlyMap<string, bigint> {
  const run = runner(options);
  const counts = new Map<string, bigint>();
  for (let index = 0n; index < space.counts.scenarios; index++) {
    const key = keyOf(run(space.scenario(index)));
    counts.set(key, (counts.get(key) ?? 0n) + 1n);
  }
  return sorted(counts);
}

function keyOf({ ending, committed, stabilized, verdicts, events, at }: ScenarioResult): string {
  const statuses = new Map(
    PROPERTIES.map(({ name }) => [name, verdicts.get(name)?.status ?? "vacuous"] as const),
  );
  return outcomeKey({ ending: ending.kind, committed, stabilized, statuses, events, at });
}

const sorted = (counts: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> =>
  new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
