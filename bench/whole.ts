/**
 * Whole spaces against the same scenarios one by one, in one run, as rows of a table: `npm run
 * bench:whole -- generator-configs/paper/4-1-2-4.json`, with `--bug <name>`, `--property <name>`
 * and `--workers <n>` as for twins-exec. The peak of memory is that of the process: for a space of
 * its own, give one config.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type * as config from "../executor/config/config.js";
import type * as pools from "../executor/exhaustive/expansion-pool.js";
import type * as explore from "../executor/exhaustive/explore.js";
import type * as state from "../executor/exhaustive/exploration-state.js";
import type * as searching from "../executor/exhaustive/search-space.js";
import type * as judging from "../executor/config/property-selection.js";
import type * as cases from "../executor/run/run-case.js";
import type * as run from "../executor/run/run.js";
import type * as source from "../executor/sources/space-source.js";
import type * as hash from "../io/node-sha256.js";

const DIST = pathToFileURL(fileURLToPath(new URL("../dist/", import.meta.url))).href;
const load = async (module: string): Promise<unknown> => import(`${DIST}${module}.js`);

const { DEFAULT_RUN } = (await load("executor/config/config")) as typeof config;
const { workerPool } = (await load("executor/exhaustive/expansion-pool")) as typeof pools;
const { explore: exploreAll } = (await load("executor/exhaustive/explore")) as typeof explore;
const { initialState } = (await load("executor/exhaustive/exploration-state")) as typeof state;
const { searchSpaceOf } = (await load("executor/exhaustive/search-space")) as typeof searching;
const { selectedProperties } = (await load("executor/config/property-selection")) as typeof judging;
const { protocolOf } = (await load("executor/run/run-case")) as typeof cases;
const { runner } = (await load("executor/run/run")) as typeof run;
const { readSpaceDefinition } = (await load("executor/sources/space-source")) as typeof source;
const { nodeSha256 } = (await load("io/node-sha256")) as typeof hash;

/** So many scenarios are run one by one: enough for a rate. */
const ONE_BY_ONE = 3000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bug: { type: "string", multiple: true, default: [] },
    property: { type: "string", multiple: true },
    workers: { type: "string", default: String(availableParallelism()) },
  },
});

console.log("| space | scenarios | states | time | peak | scenarios/s | one by one | ratio |");
console.log("|---|---|---|---|---|---|---|---|");
for (const file of positionals) await row(file);

async function row(file: string): Promise<void> {
  const document = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
  const definition = readSpaceDefinition(document);
  if (!definition.ok) throw new Error(`${file} is no generator config`);
  const job = {
    definition: definition.value,
    run: { ...DEFAULT_RUN, bugs: [...definition.value.bugs, ...values.bug] },
    properties: selectedProperties(protocolOf(DEFAULT_RUN), values.property).map(
      ({ name }) => name,
    ),
    examples: 1,
  };
  const searchSpace = searchSpaceOf(job, nodeSha256);
  const { scenarios } = searchSpace.space.counts;
  const exploration = initialState(searchSpace, 1);
  const worker = new URL("executor/exhaustive/worker.js", DIST);
  const workers = workerPool(Number(values.workers), job, worker);
  const started = performance.now();
  await exploreAll(exploration, workers, () => undefined);
  const seconds = (performance.now() - started) / 1000;
  await workers.close();
  const peak = process.resourceUsage().maxRSS / 1024;
  const rate = Number(scenarios) / seconds;
  const single = oneByOne(searchSpace);
  const { replicas, twins } = definition.value.space.roster;
  const name = [replicas.length, twins.length, definition.value.space.rounds].join(", ");
  const cells = [
    `${name} rounds (${file})`,
    whole(Number(scenarios)),
    whole(exploration.states),
    `${seconds.toFixed(1)} s`,
    `${whole(peak)} MB`,
    whole(rate),
    `${whole(single)}/s`,
    `${whole(rate / single)} x`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

/** Scenarios a second, in one thread. */
function oneByOne({ space, run: options }: searching.SearchSpace): number {
  const runOne = runner(options);
  const step = space.counts.scenarios / BigInt(ONE_BY_ONE) + 1n;
  let done = 0;
  const started = performance.now();
  for (let number = 0n; number < space.counts.scenarios; number += step) {
    runOne(space.scenario(number));
    done++;
  }
  return (done * 1000) / (performance.now() - started);
}

function whole(figure: number): string {
  return Math.round(figure).toLocaleString("en");
}
