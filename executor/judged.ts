import { isSafety, PROPERTY_NAMES } from "../lib/properties/all.js";
import type { PropertyName } from "../lib/properties/property.js";

/** Stands for all safety properties. */
const SAFETY = "safety";

/** What can be asked for. */
export const SUBJECTS: readonly string[] = [...PROPERTY_NAMES, SAFETY];

/** The properties that were asked for, in the order of reports; all, if none were. */
export function judged(subjects: readonly string[] = PROPERTY_NAMES): readonly PropertyName[] {
  const withSafety = subjects.includes(SAFETY);
  return PROPERTY_NAMES.filter((name) => subjects.includes(name) || (withSafety && isSafety(name)));
}
