/** Runs scenarios in another thread first: one in which a protocol hangs holds up nothing. */
import type { ScenarioFileHeader } from "../../../lib/scenario/formats/file-header.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import type { RunConfig } from "../../config/config.js";
import { scenarioDigest } from "../../results/scenario-digest.js";
import { rangePool } from "../../sweeps/range-pool.js";
import type { RangePool, RangePoolOptions } from "../../sweeps/range-pool.js";
import { isUnanswered } from "../../sweeps/watchdog.js";
import type { Subject } from "./subject.js";

/** Scenarios of several rosters, each run for as long as the options of the pools allow. */
export class WatchedRuns {
  readonly #run: RunConfig;
  readonly #context: ScenarioFileHeader;
  readonly #options: RangePoolOptions;
  readonly #pools = new Map<string, RangePool>();

  constructor(run: RunConfig, context: ScenarioFileHeader, options: RangePoolOptions) {
    this.#run = run;
    this.#context = context;
    this.#options = options;
  }

  /** Whether the protocol answers in time. */
  async answers({ roster, rounds }: Subject): Promise<boolean> {
    const scenario = { id: notationOf(rounds), rounds };
    const placed = { place: 0, scenario, digest: scenarioDigest(scenario) };
    const pool = this.#poolOf(roster);
    const { failures } = await pool.run({ from: 0, to: 1, scenarios: [placed] });
    return failures.every(({ record }) => !isUnanswered(record));
  }

  async close(): Promise<void> {
    for (const pool of this.#pools.values()) await pool.close();
  }

  #poolOf(roster: Subject["roster"]): RangePool {
    const key = JSON.stringify(roster);
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const job = {
      ...{ run: this.#run, context: { ...this.#context, roster }, digests: "none" as const },
      ...{ verified: 0, detail: undefined, shard: { first: 0, stride: 1 } },
    };
    const pool = rangePool(job, this.#options);
    this.#pools.set(key, pool);
    return pool;
  }
}
