/** Which kinds of configuration may follow which, from one round to the next. */
export interface TransitionRelation {
  readonly kinds: number;
  /** Sets of kinds, by kind; the first has those that may begin. */
  readonly sets: readonly (readonly boolean[])[];
  /** For each kind, the number of the set that may follow it. */
  readonly after: readonly number[];
}

/** The set that a sequence begins with. */
export const FIRST = 0;

/** All configurations are of one kind, which may follow itself. */
export const ANY_TRANSITION: TransitionRelation = { kinds: 1, sets: [[true]], after: [FIRST] };

/** From which kinds may follow which; every kind may begin, and any may end. */
export function transitionRelationOf(
  kinds: number,
  mayFollow: (next: number, kind: number) => boolean,
): TransitionRelation {
  const all = Array.from({ length: kinds }, (_, kind) => kind);
  const sets = [all.map(() => true)];
  const numbers = new Map([[all.map(() => true).join(), FIRST]]);
  const after = all.map((kind) => {
    const set = all.map((next) => mayFollow(next, kind));
    const known = numbers.get(set.join());
    if (known !== undefined) return known;
    numbers.set(set.join(), sets.length);
    return sets.push(set) - 1;
  });
  return { kinds, sets, after };
}

/** The same sequences in reverse order of rounds. */
export const reversed = ({ kinds, sets, after }: TransitionRelation): TransitionRelation =>
  transitionRelationOf(kinds, (next, kind) => sets[after[next] ?? FIRST]?.[kind] === true);
