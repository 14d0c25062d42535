/** The state of an exploration between two batches. */
import { invariant } from "../../lib/protocol/assert.js";
import { numberOf, scenarioCounts } from "./execution/scenario-counts.js";
import type { Expansion } from "./expansion.js";
import { Findings } from "./findings.js";
import { Frontier } from "./frontier.js";
import type { StateClass } from "./frontier.js";
import type { SearchSpace } from "./search-space.js";

/** Most state classes in a batch: no long work for a worker. */
const MOST_IN_BATCH = 32;

/** Batches of a layer for each worker: at its end, workers wait for no long time for the last. */
const BATCHES = 16;

/** The progress of an exploration; it can be saved between any two batches. */
export class ExplorationState {
  readonly findings: Findings;
  readonly frontier: Frontier;
  /** Unfinished batches of the current layer. */
  readonly #open = new Set<readonly StateClass[]>();
  /** Distinct states at choice points. */
  states = 0;
  /** How often a state was reached again. */
  merged = 0;

  constructor(findings: Findings, frontier: Frontier) {
    this.findings = findings;
    this.frontier = frontier;
  }

  /** The classes of the current layer that are still to be expanded. */
  get open(): readonly StateClass[] {
    return [...this.#open].flat();
  }

  get isComplete(): boolean {
    return this.#open.size === 0 && this.frontier.isEmpty;
  }

  /**
   * The batches of the next layer, for so many workers. They must be completed before the next is
   * taken.
   */
  takeLayer(workers: number): readonly (readonly StateClass[])[] {
    const classes = this.frontier.takeLowest();
    const size = Math.min(MOST_IN_BATCH, Math.ceil(classes.length / (BATCHES * workers)));
    for (let at = 0; at < classes.length; at += size) {
      this.#open.add(classes.slice(at, at + size));
    }
    return [...this.#open];
  }

  complete(batch: readonly StateClass[], { found, findings, merged }: Expansion): void {
    this.#open.delete(batch);
    this.findings.addAll(findings);
    this.merged += merged;
    for (const each of found) {
      if (this.frontier.add(each)) this.states++;
      else this.merged++;
    }
  }
}

/** Asserts that every scenario was counted once. */
export function assertAllCounted({ findings }: ExplorationState, searchSpace: SearchSpace): void {
  const { configurations, rounds, isStatic } = searchSpace;
  const each = isStatic ? 1n : BigInt(configurations.length) ** BigInt(rounds - 1);
  for (const first of configurations.keys()) {
    let counted = 0n;
    for (const { counts } of findings.all()) counted += numberOf(counts, first);
    invariant(counted === each, "every scenario is counted once", {
      first,
      counted: String(counted),
    });
  }
}

/** The state of an exploration that has not begun: all scenarios are at the start. */
export function initialState({ configurations }: SearchSpace, examples: number): ExplorationState {
  const frontier = new Frontier();
  const firstRounds = configurations.map((_, first) => [first, 1n] as const);
  const longest = { events: 0, time: 0 };
  frontier.add({
    fingerprint: "",
    level: 0,
    path: [],
    counts: scenarioCounts(firstRounds),
    longest,
  });
  return new ExplorationState(new Findings(examples), frontier);
}
