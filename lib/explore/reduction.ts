/** Reductions as values: what is left out of states when they are compared. */

/**
 * Removes from a state what cannot be observed. It is used only if all rules that it rests on are
 * those of its argument, and it can be switched off by name: the counts of an exploration are the
 * same with and without it.
 */
export interface Reduction<State> {
  /** In lower case, with hyphens. */
  readonly name: string;
  /** The argument, in one sentence. */
  readonly why: string;
  /** The names of the protocol's rules that the argument uses. */
  readonly restsOn: readonly string[];
  /** The state without what the reduction leaves out. */
  apply(state: State): State;
}

/** What is left of a state, one reduction after the other. */
export const reduced = <State>(state: State, reductions: readonly Reduction<State>[]): State =>
  reductions.reduce((left, reduction) => reduction.apply(left), state);
