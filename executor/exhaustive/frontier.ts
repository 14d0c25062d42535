/** The states that are still to be explored, layer by layer. */
import type { Shares } from "./execution/shares.js";
import { sum } from "./execution/shares.js";

/** A run, as what was decided at each of its stops: the number of the answer. */
export type Path = readonly number[];

/** How long the longest of runs is that go on alike: events handled, and virtual time. */
export interface Length {
  readonly events: number;
  readonly time: number;
}

/** Runs that go on alike from a stop, one of them as an example. */
export interface Bundle {
  readonly path: Path;
  readonly shares: Shares;
  readonly longest: Length;
}

/** A bundle where it was found. */
export interface Found extends Bundle {
  /** Equal for runs that go on alike. */
  readonly fingerprint: string;
  /** The highest round that any node has entered. */
  readonly level: number;
}

/** Bundles that are still to be followed, by level; those that go on alike are one. */
export class Frontier {
  readonly #levels = new Map<number, Map<string, Bundle>>();

  /** False when runs that go on alike are there already, and these join them. */
  add({ fingerprint, level, ...bundle }: Found): boolean {
    let bundles = this.#levels.get(level);
    if (bundles === undefined) this.#levels.set(level, (bundles = new Map<string, Bundle>()));
    const known = bundles.get(fingerprint);
    bundles.set(fingerprint, known === undefined ? bundle : joined(known, bundle));
    return known === undefined;
  }

  /** Everything, level by level. */
  all(): readonly Found[] {
    return [...this.#levels].flatMap(([level, bundles]) =>
      [...bundles].map(([fingerprint, bundle]) => ({ ...bundle, fingerprint, level })),
    );
  }

  /** The lowest level; undefined when there is nothing. */
  get lowest(): number | undefined {
    return this.isEmpty ? undefined : Math.min(...this.#levels.keys());
  }

  /** Takes out all of the lowest level, so that runs beside one another share a beginning. */
  takeLowest(): readonly Bundle[] {
    const lowest = Math.min(...this.#levels.keys());
    const bundles = this.#levels.get(lowest);
    this.#levels.delete(lowest);
    return [...(bundles?.values() ?? [])].sort((a, b) => inOrder(a.path, b.path));
  }

  get isEmpty(): boolean {
    return this.#levels.size === 0;
  }
}

/** The example is the one that comes first, whichever was found first. */
const joined = (a: Bundle, b: Bundle): Bundle => ({
  path: inOrder(a.path, b.path) <= 0 ? a.path : b.path,
  shares: sum(a.shares, b.shares),
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
