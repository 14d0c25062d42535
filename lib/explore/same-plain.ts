/** Compares plain data. */
import { canonicalText } from "./canonical.js";
import { isPlainObject } from "./clone.js";

/**
 * Whether two plain values have equal texts ({@link canonicalText}). Lists and objects are compared
 * part by part; texts are written only of what is neither, such as maps.
 */
export function isSamePlain(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object") return false;
  return one !== null && other !== null && isSameContainer(one, other);
}

function isSameContainer(one: object, other: object): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return isSameList(one, other);
  if (!isPlainObject(one) || !isPlainObject(other)) {
    return canonicalText(one) === canonicalText(other);
  }
  const names = Object.keys(one);
  if (!isSameList(names, Object.keys(other))) return false;
  for (const name of names) if (!isSamePlain(one[name], other[name])) return false;
  return true;
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (!isSamePlain(one[at], other[at])) return false;
  return true;
}
