import { invariant } from "../../lib/protocol/assert.js";
import type { Expansion } from "./expansion.js";
import { Findings } from "./findings.js";
import { Frontier } from "./frontier.js";
import type { StateClass } from "./frontier.js";
import type { SearchSpace } from "./search-space.js";

/** So many bundles make a batch: work for a worker that is neither tiny nor long. */
const BATCH = 32;

/** How far an exploration has come; it can be taken down between any two batches. */
export class ExplorationState {
  readonly findings: Findings;
  readonly frontier: Frontier;
  /** Batches of the pass that is under way. */
  readonly #open = new Set<readonly StateClass[]>();
  /** Different states in which it was open how runs go on. */
  states = 0;
  /** How often runs came to a state that others had come to. */
  merged = 0;

  constructor(findings: Findings, frontier: Frontier) {
    this.findings = findings;
    this.frontier = frontier;
  }

  /** What is still to be followed of the pass that is under way. */
  get open(): readonly StateClass[] {
    return [...this.#open].flat();
  }

  get isComplete(): boolean {
    return this.#open.size === 0 && this.frontier.isEmpty;
  }

  /** The batches of the next pass. They are to be completed before the next is taken. */
  takeLayer(): readonly (readonly StateClass[])[] {
    const classes = this.frontier.takeLowest();
    for (let at = 0; at < classes.length; at += BATCH) {
      this.#open.add(classes.slice(at, at + BATCH));
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

/** Every scenario must have been counted once. Throws what is a fault of this tool otherwise. */
export function assertAllCounted({ findings }: ExplorationState, searchSpace: SearchSpace): void {
  const { configurations, rounds, isStatic } = searchSpace;
  const each = isStatic ? 1n : BigInt(configurations.length) ** BigInt(rounds - 1);
  for (const first of configurations.keys()) {
    let counted = 0n;
    for (const { counts } of findings.all()) counted += counts.get(first) ?? 0n;
    invariant(counted === each, "every scenario is counted once", {
      first,
      view: String(counted),
    });
  }
}

/** A survey that has not begun: all scenarios are at the start. */
export function initialState({ configurations }: SearchSpace, examples: number): ExplorationState {
  const frontier = new Frontier();
  const firstRounds = configurations.map((_, first) => [first, 1n] as const);
  const longest = { events: 0, time: 0 };
  frontier.add({ fingerprint: "", level: 0, path: [], counts: new Map(firstRounds), longest });
  return new ExplorationState(new Findings(examples), frontier);
}
