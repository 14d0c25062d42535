/**
 * Memoises facts about immutable values, by identity. It affects speed, never an answer. All
 * replicas of a run may share one, since they share validators, rules and signature suite. Use a
 * `Map` for a short run and a `WeakMap` for a long one.
 */
export interface Memo {
  /** What was established about a value; undefined if nothing was. */
  get(value: object): string | undefined;
  /** Remembers what was established. Whatever it returns is ignored. */
  set(value: object, established: string): unknown;
}
