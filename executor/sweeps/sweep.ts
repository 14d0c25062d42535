/** A sweep: many scenarios, of a file or of a numbered space, to be run by their places. */
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { chosenScenarios } from "../../lib/space/chosen-scenarios.js";
import type { ChosenScenarios, ScenarioChoice } from "../../lib/space/chosen-scenarios.js";
import { shardFrom } from "../../lib/space/generator-config.js";
import type { Shard } from "../../lib/space/generator-config.js";
import { describeSpace } from "../../lib/space/identity.js";
import { versionOfSpace } from "../../lib/space/parts/parts-config.js";
import { WHOLE } from "../../lib/space/selection.js";
import type { RunConfig } from "../config/config.js";
import { resultsHeader } from "../results/results-header.js";
import type { ResultsBasis } from "../results/results-header.js";
import type { RunTasks } from "../results/results-log.js";
import { SumDigest } from "../results/sum-digest.js";
import type { Digests } from "../run/run-scenario.js";
import type { Options, Session } from "../session.js";
import { scenarioLine, scenariosOf } from "../sources/scenario-source.js";
import type { ScenarioFile } from "../sources/scenario-source.js";
import { scenarioOfSpace } from "../sources/space-source.js";
import type { SpaceDefinition } from "../sources/space-source.js";
import type { SweepJob } from "./job.js";
import { placesBefore, rangesOf, RANGE_SIZE, shardPlaces } from "./range.js";
import type { PlacedScenario, RangeTask, ShardPlaces } from "./range.js";

/** Scenarios to run, and how. */
export interface Sweep extends RunTasks {
  readonly job: SweepJob;
  readonly scenarios: ScenarioFileHeader;
  readonly tasks: AsyncGenerator<RangeTask, undefined>;
  /** Digest of the scenarios, over all shards, if they are from a file. */
  readonly of?: string;
  /** The scenarios, if they are from a space. */
  readonly chosen?: ChosenScenarios;
  readonly choice?: ScenarioChoice;
  /** The scenarios with these ids: of several with one id, the first. */
  readonly find: (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, Scenario>>;
}

/** Without a limit, more scenarios than this are run only with a limit on time. */
const MANY = 1_000_000n;

/** Places are numbers that a double holds exactly. */
const MOST_PLACES = 1e15;

/** The sweep over scenarios of a space. Throws {@link InputError} where there is none to run. */
export function sweepOfSpace(
  run: RunConfig,
  { space, stabilization }: SpaceDefinition,
  given: ScenarioChoice,
  session: Session,
): Sweep {
  const { options, file } = session;
  const choice = { ...given, shard: WHOLE };
  const chosen = chosenScenarios(space, choice);
  const { count } = chosen.selection;
  if (count > MANY && given.limit === undefined && options.maxTime === undefined) {
    const wrong = `is missing, and there are ${count} scenarios`;
    const allowed = "--limit <n>, --max-time <time>, or --exhaustive";
    throw new InputError([{ path: "limit", wrong, allowed }], file);
  }
  const limit = Number(count < BigInt(MOST_PLACES) ? count : MOST_PLACES);
  const limited = { ...choice, limit };
  const { roster, semantics, seed } = space;
  const header = {
    roster,
    semantics,
    stabilization,
    space: describeSpace(space),
    ...versionOfSpace(space),
  };
  const selection = {
    order: given.order,
    ...(given.order === "random" || given.mix !== undefined ? { seed } : {}),
    ...{ symmetry: given.symmetry, offset: given.offset.toString() },
    ...(given.mix === undefined ? {} : { mix: given.mix }),
  };
  const shard = shardPlaces(given.shard, given.offset);
  refuseEmpty(given.shard, shard, limit);
  return {
    ...partsOf({ run, header, selection, shard: given.shard }, shard, session),
    ...{ scenarios: header, places: limit, chosen, choice: given },
    job: {
      ...{ run, context: header, ...detailsOf(options), ...verifiedIn(options), shard },
      selection: { space, choice: limited },
    },
    tasks: asynchronous(rangesOf(limit, shard)),
    find: (ids) =>
      Promise.resolve(new Map([...ids].map((id) => [id, scenarioOfSpace(space, id, file)]))),
  };
}

/** The sweep over the scenarios of a file. */
export function sweepOfFile(run: RunConfig, file: ScenarioFile, session: Session): Sweep {
  const { options } = session;
  const { header, chosen: places, digest } = file;
  const part = options.shard === undefined ? WHOLE : shardFrom(options.shard);
  const shard = shardPlaces(part, 0n);
  if (places > 0) refuseEmpty(part, shard, places);
  return {
    ...partsOf({ run, header, shard: part }, shard, session),
    ...{ scenarios: header, places, of: digest },
    job: { run, context: header, ...detailsOf(options), ...verifiedIn(options), shard },
    tasks: fileTasks(file, shard),
    find: (ids) => findInFile(file, ids),
  };
}

interface Basis extends Pick<ResultsBasis, "run" | "header" | "selection"> {
  readonly shard: Shard;
}

function partsOf(
  { shard, ...basis }: Basis,
  { stride }: ShardPlaces,
  { options, version }: Session,
): Pick<Sweep, "header"> {
  const { digests, detail = "failures" } = detailsOf(options);
  const text = stride === 1 ? undefined : `${shard.part}/${shard.of}`;
  return { header: resultsHeader(version, { ...basis, digests, detail, shard: text }) };
}

const verifiedIn = ({ verifyDeterminism = 0 }: Options): Pick<SweepJob, "verified"> => ({
  verified: verifyDeterminism,
});

function detailsOf({ digest, out, all }: Options): Pick<SweepJob, "digests" | "detail"> {
  const isKept = out !== undefined;
  const digests: Digests = digest === true ? "all" : isKept ? "some" : "none";
  return { digests, detail: isKept ? (all === true ? "all" : "failures") : undefined };
}

/** Work that is split among more shards than it has scenarios, most likely by mistake. */
function refuseEmpty({ part, of }: Shard, shard: ShardPlaces, places: number): void {
  if (placesBefore(places, shard) > 0) return;
  const wrong = `is ${part}/${of}, which has none of ${places} scenarios`;
  throw new InputError([{ path: "shard", wrong, allowed: `at most ${places} shards` }]);
}

/** As that of a file, of which more is read in between. */
async function* asynchronous<Item>(items: Iterable<Item>): AsyncGenerator<Item, undefined> {
  for (const item of items) yield await Promise.resolve(item);
}

async function findInFile(
  file: ScenarioFile,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Scenario>> {
  const found = new Map<string, Scenario>();
  for await (const { scenario } of scenariosOf(file)) {
    const { id } = scenario;
    if (ids.has(id) && !found.has(id)) found.set(id, scenario);
    if (found.size === ids.size) break;
  }
  return found;
}

/** Reads the scenarios of a file, range by range. */
async function* fileTasks(
  file: ScenarioFile,
  { first, stride }: ShardPlaces,
): AsyncGenerator<RangeTask, undefined> {
  let from = 0;
  let place = 0;
  let scenarios: PlacedScenario[] = [];
  for await (const source of scenariosOf(file)) {
    if (place === from + RANGE_SIZE) {
      if (scenarios.length > 0) yield fileTask(from, place, scenarios);
      [from, scenarios] = [place, []];
    }
    if (place % stride === first) scenarios.push({ ...source, place });
    place++;
  }
  if (scenarios.length > 0) yield fileTask(from, place, scenarios);
}

function fileTask(from: number, to: number, scenarios: readonly PlacedScenario[]): RangeTask {
  const digest = new SumDigest();
  for (const each of scenarios) digest.add(scenarioLine(each));
  return { from, to, scenarios, of: digest.hex() };
}
