/**
 * Measures named workloads on the built package: `npm run bench`, `npm run bench -- a c`,
 * `npm run bench -- --profile a`, and `npm run bench -- --against ../other-checkout` for before
 * and after in one run, pass by pass in turn.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { profile } from "./profile.js";
import { loadBuild } from "./measured-build.js";
import { GENERATING, peakOfWriting } from "./generating.js";
import { measurePrograms } from "./programs.js";
import { spread } from "./spread.js";
import { RUNNING } from "./workloads.js";
import type { Benchmark, Pass } from "./workloads.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    against: { type: "string" },
    passes: { type: "string", default: "7" },
    profile: { type: "boolean", default: false },
  },
});

const PROFILED_FUNCTIONS = 25;
const root = fileURLToPath(new URL("..", import.meta.url));
const here = await loadBuild(root);
const there = values.against === undefined ? undefined : await loadBuild(values.against);
const passes = Number(values.passes);

const isWanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);

for (const bench of [...RUNNING, ...GENERATING]) if (isWanted(bench.name)) await measure(bench);
if (isWanted("programs")) await measurePrograms(root, passes);
if (isWanted("m")) measureMemory();

async function measure(benchmark: Benchmark): Promise<void> {
  const pass = benchmark.prepare(here);
  const otherPass = there === undefined ? undefined : benchmark.prepare(there);
  const { scenarios } = await pass();
  console.log(`\n(${benchmark.name}) ${benchmark.says}; ${scenarios} scenarios a pass`);
  await otherPass?.();
  const mine: Pass[] = [];
  const others: Pass[] = [];
  for (let turn = 0; turn < passes; turn += 1) {
    mine.push(await pass());
    if (otherPass !== undefined) others.push(await otherPass());
  }
  console.log(`    ${line(mine)}`);
  if (others.length > 0) {
    console.log(`    ${line(others)}   (${values.against ?? ""})`);
    const ratios = mine.map((own, turn) => (others[turn]?.seconds ?? 0) / own.seconds);
    console.log(`    speed, this over the other: ${spread(ratios, 2)}`);
  }
  if (values.profile) for (const row of await profile(pass, PROFILED_FUNCTIONS)) console.log(row);
}

/** Memory is flat if it is the same for a hundred times as many lines. */
function measureMemory(): void {
  console.log("\n(m) memory of twins-gen at its peak, writing .jsonl of (4,1,2,7)");
  for (const lines of [100_000, 10_000_000]) {
    const peak = peakOfWriting(root, lines);
    console.log(`    ${lines.toLocaleString("en")} lines: ${peak.toFixed(0)} MB`);
  }
}

function line(measured: readonly Pass[]): string {
  const scenarios = spread(
    measured.map((each) => each.scenarios / each.seconds),
    0,
  );
  const events = spread(
    measured.map((each) => each.events / each.seconds),
    0,
  );
  const isRun = measured.some((each) => each.events > 0);
  return `scenarios/s ${scenarios}${isRun ? `   events/s ${events}` : ""}`;
}
