/** What a worker of a sweep is given: plain data that another thread can have, too. */
import { reloadProtocol, sourceOf } from "../../io/protocols/load.js";
import type { ProtocolSource } from "../../io/protocols/load.js";
import type { ScenarioChoice } from "../../lib/space/chosen-scenarios.js";
import type { SpaceConfig } from "../../lib/space/config.js";
import type { RunConfig } from "../config/config.js";
import type { Detail } from "../results/results-format.js";
import type { ScenarioContext } from "../run/run-case.js";
import type { Digests } from "../run/run-scenario.js";
import type { ShardPlaces } from "./range.js";

/** The scenarios of a space that a sweep runs. */
export interface SpaceSelection {
  readonly space: SpaceConfig;
  /** Over all shards. */
  readonly choice: ScenarioChoice;
}

/** How the scenarios of a sweep are run, whichever range they are of. */
export interface SweepJob {
  readonly run: RunConfig;
  readonly context: ScenarioContext;
  readonly digests: Digests;
  /** The scenarios before this place are run twice, to see that the protocol answers alike. */
  readonly verified: number;
  /** The scenarios that get a line; undefined if there is no results file. */
  readonly detail: Detail | undefined;
  readonly shard: ShardPlaces;
  /** Absent if the scenarios are from a file: each task has its own. */
  readonly selection?: SpaceSelection | undefined;
}

/** A job without its protocol's code, as plain data. */
export interface PortableSweepJob extends SweepJob {
  readonly protocol?: ProtocolSource;
}

/** What another thread can be given: it loads a protocol's module itself. */
export function portable({ run, ...others }: SweepJob): PortableSweepJob {
  const { loaded, ...rest } = run;
  if (loaded === undefined) return { ...others, run: rest };
  return { ...others, run: rest, protocol: sourceOf(loaded) };
}

/** The job in the other thread. Throws {@link InputError} if the protocol's module has changed. */
export async function loadJob({ protocol, ...job }: PortableSweepJob): Promise<SweepJob> {
  const loaded = protocol && (await reloadProtocol(protocol));
  return { ...job, run: { ...job.run, loaded } };
}
