/** Selects the properties to judge (`--property`). */
import { isSafety } from "../../lib/properties/all.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import { isValue, oneOf } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";

/** Stands for all safety properties. */
const SAFETY = "safety";

/** What can be asked for, of what a protocol is judged by. */
const subjectsOf = (properties: readonly AnyProperty[]): readonly string[] => [
  ...properties.map(({ name }) => name),
  SAFETY,
];

/** The properties that were asked for, in the order of reports; all, if none were. */
export function selectedProperties(
  properties: readonly AnyProperty[],
  names: readonly string[] | undefined,
): readonly AnyProperty[] {
  if (names === undefined) return properties;
  const withSafety = names.includes(SAFETY);
  return properties.filter((each) => names.includes(each.name) || (withSafety && isSafety(each)));
}

/** Names that an option selects and nobody knows. */
export function unknownSubjects(
  properties: readonly AnyProperty[],
  option: string,
  names: readonly string[] = [],
): readonly Problem[] {
  const known = subjectsOf(properties);
  return names.flatMap((subject) =>
    known.includes(subject)
      ? []
      : [{ path: option, wrong: isValue(subject), allowed: oneOf(known) }],
  );
}
