/**
 * Remembers what has been established about immutable values, by identity. It changes speed and
 * never an answer. All replicas of one run may share one, since they share validators, rules and
 * suite; a `Map` serves a short run, a `WeakMap` a long one.
 */
export interface Memo {
  /** What was established about a value; undefined if nothing was. */
  get(value: object): string | undefined;
  /** Remembers what was established. Whatever it returns is ignored. */
  set(value: object, established: string): unknown;
}
