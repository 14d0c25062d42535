/** What a worker on another machine is told about a sweep, and how it checks that it can run it. */
import { z } from "zod";
import { protocolNamed } from "../../io/protocols/choose.js";
import { sourceName } from "../../io/protocols/load.js";
import type { LoadedProtocol } from "../../io/protocols/load.js";
import { protocols } from "../../lib/registry.js";
import { parseJson } from "../../lib/scenario/input/json-text.js";
import { InputError, isValue, oneOf } from "../../lib/scenario/input/problem.js";
import { record, wellFormed } from "../../lib/scenario/input/zod-problems.js";
import { shardFrom } from "../../lib/space/generator-config.js";
import type { RunConfig } from "../config/config.js";
import { differenceOf, resultsHeader } from "../results/results-header.js";
import { RESULTS_HEADER } from "../results/results-format.js";
import type { ResultsHeader } from "../results/results-format.js";
import { COUNT } from "../results/result-fields.js";
import { scenariosOfHeader, selectionOfHeader } from "../results/selection-of-header.js";
import type { SweepJob } from "../sweeps/job.js";
import { shardPlaces } from "../sweeps/range.js";
import type { Sweep } from "../sweeps/sweep.js";

/** All that ranges of a sweep depend on. The header of its results says nearly everything. */
const DESCRIPTION = record({
  header: RESULTS_HEADER,
  places: COUNT,
  verified: COUNT,
  /** So many seconds of real time a scenario may take. */
  seconds: COUNT.optional(),
  /** Where the coordinator has the module of the protocol, unless it is built in. */
  module: z.string().optional(),
});

type Description = z.output<typeof DESCRIPTION>;

/** A sweep as a text, equal for equal sweeps. */
export function describeSweep({ header, places, job }: Sweep, seconds: number | undefined): string {
  const description: Description = {
    ...{ header, places, verified: job.verified },
    ...(seconds === undefined ? {} : { seconds }),
    ...(job.run.loaded === undefined ? {} : { module: sourceName(job.run.loaded) }),
  };
  return JSON.stringify(description);
}

/** A sweep that a worker can run. */
export interface DescribedSweep {
  readonly job: SweepJob;
  readonly seconds: number | undefined;
}

/** The worker that reads a description. */
export interface WorkerIdentity {
  readonly version: string;
  /** Where this machine has the module of the protocol; undefined: where the coordinator has it. */
  readonly module: string | undefined;
}

/**
 * Builds the sweep of a description. Throws {@link InputError} if it is of another version of the
 * tool, of another protocol or another module, or if anything of it means something else here.
 */
export async function describedSweep(
  text: string,
  { version, module: given }: WorkerIdentity,
): Promise<DescribedSweep> {
  const read = parseJson(text);
  const description = read.ok ? wellFormed(DESCRIPTION, read.value) : undefined;
  const tool = toolOf(read.ok ? read.value : undefined);
  if (tool !== version) {
    const wrong = `the sweep is of version ${tool} of twins-bft, and this worker of ${version}`;
    throw refusal(wrong, "the same version");
  }
  if (description === undefined) throw refusal("the sweep cannot be read", "the same version");
  const { header, places, verified, seconds, module } = description;
  const run = await runOf(header, given ?? module);
  const context = scenariosOfHeader(header);
  const selection = selectionOfHeader(header);
  const { digests, detail } = header;
  const basis = { run, header: context, selection: header.selection, digests, detail };
  const rebuilt = resultsHeader(version, { ...basis, shard: header.shard });
  const difference = differenceOf({ kind: "header", header: rebuilt }, header);
  if (difference !== undefined) {
    throw refusal(difference, "a sweep of the same protocol and config");
  }
  const offset = selection?.choice.offset ?? 0n;
  return {
    seconds,
    job: {
      ...{ run, context, digests, detail, verified },
      shard: shardPlaces(shardFrom(header.shard ?? "1/1"), offset),
      ...(selection && {
        selection: { ...selection, choice: { ...selection.choice, limit: places } },
      }),
    },
  };
}

const ANY = z.object({ header: z.object({ tool: z.string() }) });

const toolOf = (value: unknown): string => wellFormed(ANY, value)?.header.tool ?? "unknown";

async function runOf(
  { run, properties }: ResultsHeader,
  module: string | undefined,
): Promise<RunConfig> {
  const { protocol, protocolSha256, ...rest } = run;
  if (protocolSha256 !== undefined) {
    const loaded = await loadedAs(protocol, protocolSha256, module);
    return { ...rest, protocol, loaded, properties };
  }
  if (!protocols.has(protocol)) {
    throw refusal(`the protocol ${isValue(protocol)}`, oneOf([...protocols.keys()]));
  }
  return { ...rest, protocol, properties };
}

async function loadedAs(
  protocol: string,
  sha256: string,
  module: string | undefined,
): Promise<LoadedProtocol> {
  const allowed = `the module of ${protocol}, as the coordinator has it: --protocol names it here`;
  if (module === undefined) throw refusal("the module of the protocol is not named", allowed);
  const { loaded } = await protocolNamed(module);
  if (loaded?.sha256 === sha256) return loaded;
  throw refusal(`${module} is another module than that of the sweep`, allowed);
}

const refusal = (wrong: string, allowed: string): InputError =>
  new InputError([{ path: "", wrong, allowed }]);
