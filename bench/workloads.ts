/** Benchmarks of running scenarios: the named workloads and how each is prepared. */
import type { MeasuredBuild } from "./measured-build.js";

/** A named load: scenarios drawn from a space, the same ones every time. Each pass has its own. */
export interface Workload {
  readonly name: string;
  readonly says: string;
  readonly replicas: number;
  readonly twins: number;
  readonly groups: number;
  readonly rounds: number;
  readonly crypto: "structural" | "ed25519";
  /** DiemBFT where it is left out. */
  readonly protocol?: string;
  /** More of the space's config. */
  readonly space?: Readonly<Record<string, unknown>>;
  /** Scenarios in one pass. */
  readonly scenarios: number;
}

const PAPER = { replicas: 4, twins: 1, groups: 2, rounds: 7 };

/** As `generator-configs/all_random.json`. */
const ALL_RANDOM = {
  partitions: { groups: 3, order: "random", limit: 10, requireQuorum: true },
  leaders: { eligible: "any", order: "random", limit: 7 },
  drops: { limit: 1 },
  roundConfigurations: { limit: 10_000 },
  arrangement: "with-replacement",
  seed: "all_random",
};

const WORKLOADS: readonly Workload[] = [
  {
    name: "a",
    says: "4 replicas + 1 twin, 7 + 7 rounds, 2 groups, twinned leader, structural suite",
    ...PAPER,
    crypto: "structural",
    scenarios: 5000,
  },
  {
    name: "b",
    says: "the same with ed25519",
    ...PAPER,
    crypto: "ed25519",
    scenarios: 200,
  },
  {
    name: "c",
    says: "7 replicas + 2 twins, 7 + 7 rounds, 3 groups, twinned leaders, structural suite",
    ...PAPER,
    replicas: 7,
    twins: 2,
    groups: 3,
    crypto: "structural",
    scenarios: 2000,
  },
  {
    name: "all_random",
    says: "7 replicas + 2 twins, 5 + 7 rounds, 3 groups, any leader, a drop a round",
    replicas: 7,
    twins: 2,
    groups: 3,
    rounds: 5,
    crypto: "structural",
    space: ALL_RANDOM,
    scenarios: 1000,
  },
  {
    name: "any",
    says: "(a) with any leader",
    ...PAPER,
    crypto: "structural",
    space: { leaders: { eligible: "any" } },
    scenarios: 3000,
  },
  {
    name: "streamlet",
    says: "Streamlet, 4 replicas + 1 twin, 7 + 7 rounds, 2 groups, twinned leader",
    ...PAPER,
    crypto: "structural",
    protocol: "streamlet",
    scenarios: 500,
  },
  {
    name: "tendermint",
    says: "Tendermint, 4 replicas + 1 twin, 7 + 7 rounds, 2 groups, twinned leader",
    ...PAPER,
    crypto: "structural",
    protocol: "tendermint",
    scenarios: 500,
  },
];

/** What one pass did. */
export interface Pass {
  readonly scenarios: number;
  /** None where nothing is run. */
  readonly events: number;
  /** How many runs it took, where scenarios are run. */
  readonly runs?: number;
  /** CPU time of this process where scenarios are run, so that a busy machine counts little. */
  readonly seconds: number;
}

/** Something to be measured. */
export interface Benchmark {
  readonly name: string;
  readonly says: string;
  /** What it returns runs one pass in this process. */
  readonly prepare: (build: MeasuredBuild) => () => Pass | Promise<Pass>;
}

/** Runs of scenarios, without a trace. */
export const RUNNING: readonly Benchmark[] = WORKLOADS.map((workload) => ({
  name: workload.name,
  says: workload.says,
  prepare: (build) => prepare(build, workload, recordsOf),
}));

/** The same, each scenario run on its own, whatever others ask. */
export const RUNNING_ALONE: readonly Benchmark[] = WORKLOADS.map((workload) => ({
  name: workload.name,
  says: `${workload.says}, each on its own`,
  prepare: (build) => prepare(build, workload),
}));

type RunnerOptions = Parameters<MeasuredBuild["run"]["runner"]>[0];
type Scenario = Parameters<ReturnType<MeasuredBuild["run"]["runner"]>>[0];

/** How scenarios are run, and how many runs that took so far. */
interface MeasuredRunner {
  readonly run: (scenario: Scenario) => { readonly events: number };
  readonly runs: () => number;
}

function eachOnItsOwn({ run: { runner } }: MeasuredBuild, options: RunnerOptions): MeasuredRunner {
  const perform = runner(options);
  let runs = 0;
  return {
    run: (scenario) => {
      runs += 1;
      return perform(scenario);
    },
    runs: () => runs,
  };
}

/** As sweeps do: a record of each, and scenarios that make no difference to a run share it. */
export function recordsOf(build: MeasuredBuild, options: RunnerOptions): MeasuredRunner {
  const { sweeps } = build;
  if (sweeps === undefined) return eachOnItsOwn(build, options);
  let runs = 0;
  const run = sweeps.sharingRunner(options, (result) => {
    runs += 1;
    return sweeps.recordOf(result);
  });
  return { run, runs: () => runs };
}

/**
 * What it returns runs one pass: the next scenarios of the order, so that nothing is gained by
 * having run them before. They are made before the clock starts.
 */
export function prepare(
  build: MeasuredBuild,
  workload: Workload,
  runnerFor: (build: MeasuredBuild, options: RunnerOptions) => MeasuredRunner = eachOnItsOwn,
): () => Pass {
  const { replicas, twins, groups, rounds, crypto, protocol: name = "diembft" } = workload;
  const { openSpace, readSpaceConfig, keyedPermutation } = build.space;
  const read = readSpaceConfig({
    ...{ replicas, twins, rounds, partitions: { groups } },
    ...workload.space,
  });
  if (!read.ok) {
    throw new Error(`workload ${workload.name} is no space: ${JSON.stringify(read.problems)}`);
  }
  const space = openSpace(read.value);
  const order = keyedPermutation(space.counts.scenarios, "bench", "scenarios");
  let drawn = 0n;
  const draw = () => space.scenario(order.at(drawn++ % space.counts.scenarios));
  const protocol = build.registry.protocols.get(name)?.create([]);
  if (protocol === undefined) throw new Error(`there is no ${name}`);
  const { run, runs } = runnerFor(build, {
    protocol,
    roster: read.value.roster,
    suite: build.suites.cryptoSuiteFactory(crypto),
  });
  return () => {
    const scenarios = Array.from({ length: workload.scenarios }, draw);
    let events = 0;
    const before = runs();
    const started = process.cpuUsage();
    for (const scenario of scenarios) events += run(scenario).events;
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    return { scenarios: scenarios.length, events, runs: runs() - before, seconds };
  };
}
