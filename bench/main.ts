/**
 * Measures named workloads on the built package: `npm run bench`, `npm run bench -- a c`,
 * `npm run bench -- --profile a`, and `npm run bench -- --against ../other-checkout` for before
 * and after in one run, pass by pass in turn.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { profile } from "./profile.js";
import { loadSubject } from "./subject.js";
import { prepare, WORKLOADS } from "./workloads.js";
import type { Pass, Workload } from "./workloads.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    against: { type: "string" },
    passes: { type: "string", default: "7" },
    profile: { type: "boolean", default: false },
  },
});

const PROFILED_FUNCTIONS = 25;
const here = await loadSubject(fileURLToPath(new URL("..", import.meta.url)));
const there = values.against === undefined ? undefined : await loadSubject(values.against);
const passes = Number(values.passes);

for (const workload of WORKLOADS) {
  if (positionals.length > 0 && !positionals.includes(workload.name)) continue;
  await measure(workload);
}

async function measure(workload: Workload): Promise<void> {
  console.log(`\n(${workload.name}) ${workload.says}; ${workload.scenarios} scenarios a pass`);
  const pass = prepare(here, workload);
  const otherPass = there === undefined ? undefined : prepare(there, workload);
  pass();
  otherPass?.();
  const mine: Pass[] = [];
  const others: Pass[] = [];
  for (let turn = 0; turn < passes; turn += 1) {
    mine.push(pass());
    if (otherPass !== undefined) others.push(otherPass());
  }
  console.log(`    ${line(mine)}`);
  if (others.length > 0) {
    console.log(`    ${line(others)}   (${values.against ?? ""})`);
    const ratios = mine.map((own, turn) => (others[turn]?.seconds ?? 0) / own.seconds);
    console.log(`    speed, this over the other: ${spread(ratios, 2)}`);
  }
  if (values.profile) for (const row of await profile(pass, PROFILED_FUNCTIONS)) console.log(row);
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
  return `scenarios/s ${scenarios}   events/s ${events}`;
}

/** Median, and between which extremes. */
function spread(figures: readonly number[], digits: number): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const show = (index: number) =>
    (sorted[index] ?? 0).toLocaleString("en", { maximumFractionDigits: digits });
  return `${show(sorted.length >> 1)} (${show(0)} to ${show(sorted.length - 1)})`;
}
