/** Profiles a piece of work and lists the functions in which it spends the most time. */
import { Session } from "node:inspector/promises";
import type { Profiler } from "node:inspector";

/** The functions in which `work` spends the most time, each with its share, without its callees. */
export async function profile(work: () => unknown, shown: number): Promise<readonly string[]> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  await work();
  const { profile: recorded } = await session.post("Profiler.stop");
  session.disconnect();
  const times = selfTimes(recorded);
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, shown)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(5)}%  ${name}`);
}

function selfTimes({ nodes, samples, timeDeltas }: Profiler.Profile): Map<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  samples?.forEach((id, index) => {
    const name = names.get(id) ?? "?";
    times.set(name, (times.get(name) ?? 0) + (timeDeltas?.[index] ?? 0));
  });
  return times;
}

function placeOf({ functionName, url, lineNumber }: Profiler.Profile["nodes"][0]["callFrame"]) {
  const [, file] = /\/dist\/(.*)$/.exec(url) ?? [];
  const name = functionName === "" ? "(anonymous)" : functionName;
  return file === undefined ? name : `${name}  ${file}:${lineNumber + 1}`;
}
