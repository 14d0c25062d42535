/** Explores a space, and runs its scenarios singly, for comparison. */
import { protocols } from "../../../lib/registry.js";
import { DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import { structuralSuite } from "../../../lib/crypto/structural.js";
import { propertiesOf } from "../../../lib/properties/all.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import type { SpaceDocument } from "../../../lib/space/config.js";
import { openSpace } from "../../../lib/space/space.js";
import type { Space } from "../../../lib/space/space.js";
import { explore } from "../../../executor/exhaustive/explore.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { total } from "../../../executor/exhaustive/execution/scenario-counts.js";
import { outcomeKey } from "../../../executor/exhaustive/outcome.js";
import { searchSpaceInSpace } from "../../../executor/exhaustive/search-space.js";
import { outcomeOf } from "../../../executor/exhaustive/audit.js";
import { inProcessPool } from "../../../executor/exhaustive/expansion-pool.js";
import { initialState } from "../../../executor/exhaustive/exploration-state.js";
import type { ExplorationState } from "../../../executor/exhaustive/exploration-state.js";
import { runner } from "../../../executor/run/run.js";
import { DEFAULT_LIMITS } from "../../../executor/run/world.js";
import type { RunOptions } from "../../../executor/run/world.js";

/** A space under a protocol with bugs, to be judged both ways. */
export interface ComparedSpace {
  readonly space: Space;
  readonly options: RunOptions;
  readonly properties: readonly string[];
  /** Reductions that are switched off. */
  readonly without?: readonly string[];
}

export function subjectOf(
  document: SpaceDocument,
  bugs: readonly string[],
  properties?: readonly string[],
  protocolName = "diembft",
): ComparedSpace {
  const read = readSpaceConfig({ replicas: 4, twins: 1, ...document });
  if (!read.ok) throw new Error(read.problems.map(({ path, wrong }) => `${path} ${wrong}`).join());
  const protocol = protocols.get(protocolName)?.create(bugs);
  if (protocol === undefined) throw new Error(`there is no ${protocolName}`);
  const { roster, semantics } = read.value;
  const space = openSpace(read.value);
  const timing = { delta: 800, delay: 100, limits: DEFAULT_LIMITS, suite: structuralSuite };
  const stabilization = DEFAULT_STABILIZATION;
  const options = { protocol, roster, semantics, stabilization, ...timing };
  const names = properties ?? propertiesOf(protocol).map(({ name }) => name);
  return { space, options, properties: names };
}

/** Numbers of scenarios by outcome, by exploration. */
export async function together(subject: ComparedSpace): Promise<ReadonlyMap<string, bigint>> {
  const { findings } = await exploreAll(subject);
  return sorted(
    new Map(findings.all().map(({ outcome, counts }) => [outcomeKey(outcome), total(counts)])),
  );
}

/** Explores, with up to three witnesses of each outcome. */
export async function exploreAll({
  space,
  options,
  properties,
  without,
}: ComparedSpace): Promise<ExplorationState> {
  const judged = propertiesOf(options.protocol).filter(({ name }) => properties.includes(name));
  const searchSpace = searchSpaceInSpace(space, options, nodeSha256, {
    properties: judged,
    without,
  });
  const exploration = initialState(searchSpace, 3);
  await explore(exploration, inProcessPool(searchSpace, 3), () => undefined);
  return exploration;
}

/** The same, each scenario run by itself. */
export function oneByOne({
  space,
  options,
  properties,
}: ComparedSpace): ReadonlyMap<string, bigint> {
  const run = runner(options);
  const counts = new Map<string, bigint>();
  for (let index = 0n; index < space.counts.scenarios; index++) {
    const key = outcomeKey(outcomeOf(run(space.scenario(index)), properties));
    counts.set(key, (counts.get(key) ?? 0n) + 1n);
  }
  return sorted(counts);
}

const sorted = (counts: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> =>
  new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
