/**
 * Measures protocols in programs of their own beside the built-in one: Streamlet in process, in
 * Node and in Python, with one worker and two; and batches of an instant beside single calls.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type * as loadedConfig from "../executor/config/config.js";
import type * as digest from "../executor/results/scenario-digest.js";
import type * as run from "../executor/run/run.js";
import type { SweepJob } from "../executor/sweeps/job.js";
import type { PlacedScenario } from "../executor/sweeps/range.js";
import type * as rangePool from "../executor/sweeps/range-pool.js";
import type * as choose from "../io/protocols/choose.js";
import { invariant } from "../lib/protocol/assert.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import type { UpcomingEvent } from "../lib/protocol/host/remote.js";
import type * as source from "../executor/sources/space-source.js";
import type * as space from "../lib/space/index.js";
import { spread } from "./spread.js";

/** As the paper's, and as the example tests run it: 7 rounds, and 7 more under honest leaders. */
const SPACE = { replicas: 4, twins: 1, rounds: 7, partitions: { groups: 2 } };
/** Scenarios a worker in one pass. */
const SCENARIOS = 60;
const EXAMPLES = fileURLToPath(new URL("../examples/any-language/", import.meta.url));

const PROTOCOLS = {
  "in process": "streamlet",
  Node: `exec: node ${EXAMPLES}streamlet.mjs`,
  Python: `exec: python3 ${EXAMPLES}streamlet.py`,
} as const;

/** What a pass did; CPU time of this process and its children. */
interface Pass {
  readonly scenarios: number;
  readonly events: number;
  readonly cpu: number;
  readonly wall: number;
}

/** A way to run scenarios. */
interface Way {
  readonly name: string;
  /** Scenarios of a pass. */
  readonly scenarios: number;
  readonly run: (scenarios: readonly PlacedScenario[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Prints scenarios/s and events/s, by CPU time and by the clock, of passes that take turns. */
export async function measurePrograms(root: string, passes: number): Promise<void> {
  const load = async <Module>(place: string): Promise<Module> =>
    (await import(`file://${root}/dist/${place}.js`)) as Module;
  const modules = {
    config: await load<typeof loadedConfig>("executor/config/config"),
    choose: await load<typeof choose>("io/protocols/choose"),
    digest: await load<typeof digest>("executor/results/scenario-digest"),
    pool: await load<typeof rangePool>("executor/sweeps/range-pool"),
    run: await load<typeof run>("executor/run/run"),
    source: await load<typeof source>("executor/sources/space-source"),
    space: await load<typeof space>("lib/space/index"),
  };
  const draw = drawer(modules);
  const ways: Way[] = [];
  for (const [name, protocol] of Object.entries(PROTOCOLS)) {
    for (const workers of [1, 2]) ways.push(await inWorkers(modules, { name, protocol, workers }));
  }
  for (const isBatched of [true, false]) ways.push(await inThisThread(modules, isBatched));
  console.log(
    "\n(programs) Streamlet in process and in programs, 4 replicas + 1 twin, 7 + 7 rounds",
  );
  const measured = new Map(ways.map((way): [Way, Pass[]] => [way, []]));
  for (let turn = 0; turn <= passes; turn++) {
    for (const [way, found] of measured) {
      const pass = await passOf(way, draw(way.scenarios));
      // The first one warms up.
      if (turn > 0) found.push(pass);
    }
  }
  for (const way of ways) await way.close();
  for (const [{ name }, found] of measured) console.log(`    ${name.padEnd(28)} ${words(found)}`);
  const [batched = [], single = []] = [...measured.values()].slice(-2);
  const ratios = batched.map((pass, turn) => (single[turn]?.cpu ?? 0) / pass.cpu);
  console.log(`    batches of an instant over single calls: ${spread(ratios, 2)} times as fast`);
}

interface Modules {
  readonly config: Pick<typeof loadedConfig, "DEFAULT_RUN">;
  readonly choose: Pick<typeof choose, "protocolNamed" | "moduleOf">;
  readonly digest: Pick<typeof digest, "scenarioDigest">;
  readonly pool: Pick<typeof rangePool, "threadPool">;
  readonly run: Pick<typeof run, "runner">;
  readonly source: Pick<typeof source, "readSpaceDefinition">;
  readonly space: Pick<typeof space, "openSpace" | "keyedPermutation">;
}

function definitionIn({ source }: Modules) {
  const read = source.readSpaceDefinition(SPACE);
  invariant(read.ok, "the benchmark's space is one");
  return read.value;
}

/** Draws the next scenarios, the same ones in each run of the benchmark. */
function drawer(modules: Modules): (count: number) => readonly PlacedScenario[] {
  const opened = modules.space.openSpace(definitionIn(modules).space);
  const { scenarios } = opened.counts;
  const order = modules.space.keyedPermutation(scenarios, "bench", "scenarios");
  let drawn = 0n;
  return (count) =>
    Array.from({ length: count }, (_, place) => {
      const scenario = opened.scenario(order.at(drawn++ % scenarios));
      return { place, scenario, digest: modules.digest.scenarioDigest(scenario) };
    });
}

interface Load {
  readonly name: string;
  readonly protocol: string;
  readonly workers: number;
}

/** As a sweep runs them, in threads. */
async function inWorkers(modules: Modules, { name, protocol, workers }: Load): Promise<Way> {
  const chosen = await modules.choose.protocolNamed(protocol);
  const { space, stabilization } = definitionIn(modules);
  const job: SweepJob = {
    run: { ...modules.config.DEFAULT_RUN, ...chosen },
    context: { roster: space.roster, semantics: space.semantics, stabilization },
    ...{ digests: "none", verified: 0, detail: undefined, shard: { first: 0, stride: 1 } },
  };
  const module = new URL("../dist/executor/sweeps/worker.js", import.meta.url);
  const pool = modules.pool.threadPool(job, { workers, module });
  return {
    name: `${name}, ${workers} worker${workers === 1 ? "" : "s"}`,
    scenarios: SCENARIOS * workers,
    run: async (scenarios) => {
      const tasks = Array.from({ length: workers }, (_, worker) => {
        const part = scenarios.filter(({ place }) => place % workers === worker);
        return pool.run({ from: 0, to: part.length, scenarios: part });
      });
      const results = await Promise.all(tasks);
      return results.reduce((sum, { counts }) => sum + counts.events, 0);
    },
    close: () => pool.close(),
  };
}

/** The Python program, asked by this thread: all events of an instant at once, or one by one. */
async function inThisThread(modules: Modules, isBatched: boolean): Promise<Way> {
  const chosen = modules.choose.moduleOf(await modules.choose.protocolNamed(PROTOCOLS.Python));
  invariant(chosen !== undefined, "the example can be started");
  const protocol = chosen.create([]);
  const { space, stabilization } = definitionIn(modules);
  const run = modules.run.runner({
    ...{ protocol: isBatched ? protocol : oneByOne(protocol), stabilization },
    ...{ roster: space.roster, semantics: space.semantics },
  });
  return {
    name: `Python, ${isBatched ? "batches of an instant" : "single calls"}`,
    scenarios: SCENARIOS,
    run: (scenarios) =>
      Promise.resolve(scenarios.reduce((sum, { scenario }) => sum + run(scenario).events, 0)),
    close: () => Promise.resolve(),
  };
}

/** The same protocol, which learns of each event when it is handled. */
function oneByOne(protocol: AnyProtocol): AnyProtocol {
  const { remote } = protocol;
  invariant(remote !== undefined, "the program is a remote protocol");
  const upcoming: UpcomingEvent<object, object>[] = [];
  return {
    ...protocol,
    remote: {
      begin(run) {
        upcoming.length = 0;
        remote.begin(run);
      },
      expect(events) {
        upcoming.splice(0, upcoming.length, ...events);
      },
    },
    handle(state, event, context) {
      remote.expect(upcoming.splice(0, 1));
      return protocol.handle(state, event, context);
    },
  };
}

async function passOf(way: Way, scenarios: readonly PlacedScenario[]): Promise<Pass> {
  const [wall, cpu] = [performance.now(), cpuSeconds()];
  const events = await way.run(scenarios);
  return {
    ...{ scenarios: scenarios.length, events },
    ...{ cpu: cpuSeconds() - cpu, wall: (performance.now() - wall) / 1000 },
  };
}

/** Clock ticks a second in /proc. */
const TICKS = 100;

/** CPU time of this process, and of its children as far as the system tells (Linux). */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  const children = processes().filter(({ parent }) => parent === process.pid);
  return (user + system) / 1e6 + children.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS;
}

function processes(): readonly { readonly parent: number; readonly ticks: number }[] {
  try {
    const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return numbers.flatMap((pid) => statOf(pid));
  } catch {
    return [];
  }
}

/** Nothing of a process that has ended meanwhile. */
function statOf(pid: string): ReturnType<typeof processes> {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return [{ parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    return [];
  }
}

function words(found: readonly Pass[]): string {
  const rate = (what: "scenarios" | "events", time: "cpu" | "wall"): string =>
    spread(
      found.map((pass) => pass[what] / pass[time]),
      0,
    );
  const byCpu = `${rate("scenarios", "cpu")} scenarios, ${rate("events", "cpu")} events`;
  return `a second of CPU: ${byCpu}; by the clock: ${rate("scenarios", "wall")} scenarios`;
}
