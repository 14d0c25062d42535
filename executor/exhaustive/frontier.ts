/** The state classes that are still to be expanded, layer by layer. */
import type { ScenarioCounts } from "./execution/scenario-counts.js";
import { sum } from "./execution/scenario-counts.js";

/** A run as the number of the answer at each of its stops. */
export type Path = readonly number[];

/** The length of the longest run of a class: events handled, and virtual time. */
export interface Length {
  readonly events: number;
  readonly time: number;
}

/** Runs with equal states at a stop, one of them as an example. */
export interface StateClass {
  readonly path: Path;
  readonly counts: ScenarioCounts;
  readonly longest: Length;
}

/** A state class as a worker found it. */
export interface NewStateClass extends StateClass {
  /** Equal for equal states. */
  readonly fingerprint: string;
  /** The highest round that any node has entered. */
  readonly level: number;
}

/** State classes that are still to be expanded, by level; equal ones are merged. */
export class Frontier {
  readonly #levels = new Map<number, Map<string, StateClass>>();

  /** False if the class is known: the two are merged. */
  add({ fingerprint, level, ...stateClass }: NewStateClass): boolean {
    let classes = this.#levels.get(level);
    if (classes === undefined) this.#levels.set(level, (classes = new Map<string, StateClass>()));
    const known = classes.get(fingerprint);
    classes.set(fingerprint, known === undefined ? stateClass : merge(known, stateClass));
    return known === undefined;
  }

  /** Everything, level by level. */
  all(): readonly NewStateClass[] {
    return [...this.#levels].flatMap(([level, classes]) =>
      [...classes].map(([fingerprint, stateClass]) => ({ ...stateClass, fingerprint, level })),
    );
  }

  /** The lowest level; undefined when there is nothing. */
  get lowest(): number | undefined {
    return this.isEmpty ? undefined : Math.min(...this.#levels.keys());
  }

  /** Removes and returns the lowest level, ordered by path: neighbours share a prefix. */
  takeLowest(): readonly StateClass[] {
    const lowest = Math.min(...this.#levels.keys());
    const classes = this.#levels.get(lowest);
    this.#levels.delete(lowest);
    return [...(classes?.values() ?? [])].sort((a, b) => inOrder(a.path, b.path));
  }

  get isEmpty(): boolean {
    return this.#levels.size === 0;
  }
}

/** The example is the one with the lowest path, whichever was found first. */
const merge = (a: StateClass, b: StateClass): StateClass => ({
  path: inOrder(a.path, b.path) <= 0 ? a.path : b.path,
  counts: sum(a.counts, b.counts),
  longest: {
    events: Math.max(a.longest.events, b.longest.events),
    time: Math.max(a.longest.time, b.longest.time),
  },
});

function inOrder(a: Path, b: Path): number {
  for (const [index, answer] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (answer !== other) return answer - other;
  }
  return a.length - b.length;
}
