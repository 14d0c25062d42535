/**
 * Measures how the cost of a scenario grows with replicas and rounds, and memory over many
 * scenarios: `npm run bench:scaling`, `npm run bench:scaling -- --memory 1000000`.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadBuild } from "./measured-build.js";
import { prepare, recordsOf } from "./workloads.js";
import type { Workload } from "./workloads.js";

const { values } = parseArgs({ options: { memory: { type: "string" } } });

const PASSES = 9;
const build = await loadBuild(fileURLToPath(new URL("..", import.meta.url)));

const BASE: Workload = {
  ...{ name: "scaling", says: "1 twin, twinned leader, structural suite" },
  ...{ replicas: 4, twins: 1, groups: 1, rounds: 7, crypto: "structural", scenarios: 1000 },
};

if (values.memory === undefined) {
  grow("replicas", [4, 7, 10, 16, 31], { ...BASE, groups: 2 });
  grow("replicas", [4, 7, 10, 16, 31], BASE);
  grow("rounds", [7, 14, 28], BASE);
} else measureMemory(Number(values.memory));

/** The cost of a scenario for each size, and the exponent of the power law that fits best. */
function grow(what: "replicas" | "rounds", sizes: readonly number[], base: Workload): void {
  const groups = base.groups === 1 ? "no partitions" : `${base.groups} groups`;
  console.log(`by ${what}, ${groups}`);
  const costs = sizes.map((size) => costOf({ ...base, [what]: size, scenarios: 4000 / size }));
  for (const [index, size] of sizes.entries()) {
    const { micros, events } = costs[index] ?? { micros: 0, events: 0 };
    console.log(`${what} ${size}: ${micros.toFixed(0)} µs, ${events.toFixed(0)} events a scenario`);
  }
  const exponent = slope(
    sizes.map(Math.log),
    costs.map(({ micros }) => Math.log(micros)),
  );
  console.log(`CPU time grows with ${what}^${exponent.toFixed(2)}\n`);
}

/** The least of several passes: a busy machine only ever adds. */
function costOf(workload: Workload): { readonly micros: number; readonly events: number } {
  const pass = prepare(build, { ...workload, scenarios: Math.ceil(workload.scenarios) });
  pass();
  let micros = Infinity;
  let events = 0;
  for (let turn = 0; turn < PASSES; turn++) {
    const done = pass();
    micros = Math.min(micros, (1e6 * done.seconds) / done.scenarios);
    events = done.events / done.scenarios;
  }
  return { micros, events };
}

/** The slope of the line of least squares. */
function slope(xs: readonly number[], ys: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;
  const [x, y] = [mean(xs), mean(ys)];
  let products = 0;
  let squares = 0;
  for (const [index, each] of xs.entries()) {
    products += (each - x) * ((ys[index] ?? y) - y);
    squares += (each - x) ** 2;
  }
  return products / squares;
}

/** The resident memory of this process on the way to so many scenarios. */
function measureMemory(scenarios: number): void {
  const pass = prepare(build, { ...BASE, groups: 2 }, recordsOf);
  for (let done = BASE.scenarios; done <= scenarios; done += BASE.scenarios) {
    pass();
    if (done % 1e5 !== 0) continue;
    const megabytes = process.memoryUsage().rss / 2 ** 20;
    console.log(`${done.toLocaleString("en")} scenarios: ${megabytes.toFixed(0)} MB resident`);
  }
}
