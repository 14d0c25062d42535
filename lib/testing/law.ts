/** What a law is, and the error of a broken one. */
import fc from "fast-check";
import type { Protocol } from "../protocol/protocol.js";

/** A law is broken: what is wrong, and the shortest events that were found to show it. */
export class BrokenLaw extends Error {
  readonly events: readonly string[];

  constructor(problem: string, events: readonly string[]) {
    super([problem, ...events.map((event, at) => `  ${at + 1}. ${event}`)].join("\n"));
    this.name = "BrokenLaw";
    this.events = events;
  }
}

/** Something that must hold for every protocol. */
export interface Law {
  readonly name: string;
  /** Whether it looks into states, which are opaque where replicas are remote. */
  readonly needsState?: true;
  /** @throws {BrokenLaw} */
  check<S extends object, M extends object>(protocol: Protocol<S, M>): void;
}

/** Every check draws the same values. */
const SEED = 20210817;

/** Throws what the smallest value throws that was found to break the law. */
export function assertLaw<T>(
  values: fc.Arbitrary<T>,
  numRuns: number,
  law: (value: T) => void,
): void {
  const details = fc.check(fc.property(values, law), { numRuns, seed: SEED });
  if (!details.failed) return;
  const { errorInstance: error } = details;
  throw error instanceof BrokenLaw ? error : new BrokenLaw(String(error), []);
}
