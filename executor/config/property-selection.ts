/** Selects the properties to judge (`--property`). */
import { isSafety, propertiesOf, selectableOf } from "../../lib/properties/all.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { isValue, oneOf } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";

/** Stands for all safety properties. */
const SAFETY = "safety";

/** What can be asked for. */
const subjectsOf = (protocol: AnyProtocol): readonly string[] => [
  ...selectableOf(protocol).map(({ name }) => name),
  SAFETY,
];

/**
 * The properties that were asked for, in the order of reports; if none were, those by which the
 * protocol is judged unless others are asked for.
 */
export function selectedProperties(
  protocol: AnyProtocol,
  names: readonly string[] | undefined,
): readonly AnyProperty[] {
  const usual = propertiesOf(protocol);
  if (names === undefined) return usual;
  const safety = names.includes(SAFETY) ? usual.filter(isSafety) : [];
  return selectableOf(protocol).filter(
    (each) => names.includes(each.name) || safety.some(({ name }) => name === each.name),
  );
}

/** Names that an option selects and nobody knows. */
export function unknownSubjects(
  protocol: AnyProtocol,
  option: string,
  names: readonly string[] = [],
): readonly Problem[] {
  const known = subjectsOf(protocol);
  return names.flatMap((subject) =>
    known.includes(subject)
      ? []
      : [{ path: option, wrong: isValue(subject), allowed: oneOf(known) }],
  );
}
