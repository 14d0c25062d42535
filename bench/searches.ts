/**
 * Searches for each declared bug of each protocol in the spaces of generator-configs/search, as
 * `twins-exec --find` does, and prints a row for each: `npm run searches`. Names of protocols, or
 * of a protocol and a bug (`pbft:lowest_view`), choose some of them. The time is CPU time.
 *
 *     npm run searches -- --max-time 300 --seeds search,2,3 pbft streamlet:one_shorter
 */
import { parseArgs } from "node:util";
import type { RunConfig } from "../executor/config/config.js";
import { recordOf } from "../executor/results/record.js";
import { searchSpace } from "../executor/search/search-space.js";
import { loadWork } from "../executor/sources/load.js";
import { protocols } from "../lib/registry.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "max-time": { type: "string", default: "300" },
    limit: { type: "string", default: "1000000" },
    seeds: { type: "string", default: "search" },
    config: { type: "string" },
  },
});
const maxTime = Number(values["max-time"]);
const limit = Number(values.limit);

const isChosen = (protocol: string, bug: string): boolean =>
  positionals.length === 0 ||
  positionals.some((each) => each === protocol || each === `${protocol}:${bug}`);

async function search(protocol: string, bug: string, seed: string): Promise<string> {
  const file = values.config ?? `generator-configs/search/${protocol.replaceAll("-", "_")}.json`;
  const { run, work } = await loadWork(file, undefined, { overrides: { seed } });
  if (work.kind !== "space") throw new Error(`${file} is no generator config`);
  const withBug: RunConfig = { ...run, bugs: [bug] };
  const before = process.cpuUsage();
  const seconds = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const { found, scenarios } = searchSpace(withBug, work.space, {
    ...{ limit, isOver: () => seconds() >= maxTime },
  });
  const row = [protocol, bug, seed, String(scenarios), seconds().toFixed(1)];
  if (found === undefined) return [...row, "-", "-"].join(" | ");
  const violated = (recordOf(found.result).witnesses ?? []).map(({ property }) => property);
  return [...row, found.strategy.name, violated.join(", ") || "crash"].join(" | ");
}

console.log("protocol | bug | seed | scenarios | seconds | found by | violates");
for (const [protocol, { bugs }] of protocols) {
  for (const bug of Object.keys(bugs).filter((each) => isChosen(protocol, each))) {
    for (const seed of values.seeds.split(",")) console.log(await search(protocol, bug, seed));
  }
}
