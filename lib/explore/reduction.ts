/** Reductions as values: what of a state is left out when states are compared. */

/**
 * Leaves out of a state what nobody can notice. It is used only as long as all rules that it rests
 * on are the ones that it was argued for, and can be switched off by its name: the counts of an
 * exploration are the same with and without it.
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
