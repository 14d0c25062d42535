/** Rules of a protocol as a record, and bugs that replace some of them. */

/** A bug as other rules in the place of correct ones. */
export interface RuleBug<Rules extends object> {
  /** The rule of the source that it breaks, for people. */
  readonly breaks: string;
  /** What it puts in the place of correct rules. */
  readonly rules: Partial<Rules>;
}

/** The rule that each bug breaks, by name: what `defineProtocol` takes as `bugs`. */
export const breachesOf = <Name extends string>(
  bugs: Readonly<Record<Name, { readonly breaks: string }>>,
): Readonly<Record<Name, string>> => {
  const names = Object.keys(bugs) as Name[];
  return Object.fromEntries(names.map((name) => [name, bugs[name].breaks])) as Record<Name, string>;
};

/** The correct rules with those of the named bugs in their place; of two bugs the later counts. */
export const replaceRules = <Rules extends object, Name extends string>(
  correct: Rules,
  bugs: Readonly<Record<Name, RuleBug<Rules>>>,
  names: readonly Name[],
): Rules => names.reduce<Rules>((rules, name) => ({ ...rules, ...bugs[name].rules }), correct);
