/**
 * What each reduction gains: whole spaces explored with all reductions, with each left out, and
 * with none, as a table: `npm run reductions -- generator-configs/paper/4-1-2-4.json`, with
 * `--bug <name>` as for twins-exec. Exits with 1 if any two counts differ.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type * as config from "../executor/config/config.js";
import type * as pools from "../executor/exhaustive/expansion-pool.js";
import type * as explore from "../executor/exhaustive/explore.js";
import type * as outcome from "../executor/exhaustive/outcome.js";
import type * as reductions from "../executor/exhaustive/state/reductions.js";
import type * as counting from "../executor/exhaustive/execution/scenario-counts.js";
import type * as state from "../executor/exhaustive/exploration-state.js";
import type * as searching from "../executor/exhaustive/search-space.js";
import type * as running from "../executor/run/run-case.js";
import type * as judging from "../lib/properties/all.js";
import type * as source from "../executor/sources/space-source.js";
import type * as hash from "../io/node-sha256.js";

const DIST = pathToFileURL(fileURLToPath(new URL("../dist/", import.meta.url))).href;
const load = async (module: string): Promise<unknown> => import(`${DIST}${module}.js`);

const { DEFAULT_RUN } = (await load("executor/config/config")) as typeof config;
const { inProcessPool } = (await load("executor/exhaustive/expansion-pool")) as typeof pools;
const { explore: exploreAll } = (await load("executor/exhaustive/explore")) as typeof explore;
const { outcomeKey } = (await load("executor/exhaustive/outcome")) as typeof outcome;
const { ALL, reductionNames } = (await load(
  "executor/exhaustive/state/reductions",
)) as typeof reductions;
const { total } = (await load("executor/exhaustive/execution/scenario-counts")) as typeof counting;
const { initialState } = (await load("executor/exhaustive/exploration-state")) as typeof state;
const { searchSpaceOf } = (await load("executor/exhaustive/search-space")) as typeof searching;
const { protocolOf } = (await load("executor/run/run-case")) as typeof running;
const { propertiesOf } = (await load("lib/properties/all")) as typeof judging;
const { readSpaceDefinition } = (await load("executor/sources/space-source")) as typeof source;
const { nodeSha256 } = (await load("io/node-sha256")) as typeof hash;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bug: { type: "string", multiple: true, default: [] } },
});

console.log("| space | without | states | factor | CPU time | counts |");
console.log("|---|---|---|---|---|---|");
for (const file of positionals) await table(file);

async function table(file: string): Promise<void> {
  const document = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
  const definition = readSpaceDefinition(document);
  if (!definition.ok) throw new Error(`${file} is no generator config`);
  const job = {
    definition: definition.value,
    run: { ...DEFAULT_RUN, bugs: values.bug },
    properties: propertiesOf(protocolOf(DEFAULT_RUN)).map(({ name }) => name),
    examples: 1,
  };
  const names = reductionNames(searchSpaceOf(job, nodeSha256).run.protocol);
  const whole = await measure({ ...job, without: [] });
  row(file, "-", whole, whole);
  for (const name of [...names, ALL]) {
    row(file, name, await measure({ ...job, without: [name] }), whole);
  }
}

interface Measured {
  readonly states: number;
  readonly seconds: number;
  readonly counts: string;
}

async function measure(job: searching.ExplorationJob): Promise<Measured> {
  const began = process.cpuUsage().user;
  const searchSpace = searchSpaceOf(job, nodeSha256);
  const exploration = initialState(searchSpace, 1);
  await exploreAll(exploration, inProcessPool(searchSpace, 1), () => undefined);
  const seconds = (process.cpuUsage().user - began) / 1e6;
  const counts = exploration.findings
    .all()
    .map((finding) => `${outcomeKey(finding.outcome)} ${total(finding.counts)}`)
    .join("\n");
  return { states: exploration.states, seconds, counts };
}

function row(file: string, without: string, measured: Measured, whole: Measured): void {
  const isEqual = measured.counts === whole.counts;
  if (!isEqual) process.exitCode = 1;
  const cells = [
    ...[file, without, measured.states.toLocaleString("en")],
    (measured.states / whole.states).toFixed(2),
    `${measured.seconds.toFixed(1)} s`,
    isEqual ? "equal" : "DIFFERENT",
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
