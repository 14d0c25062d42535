/** The canonical encoding of values before hashing. */
import type { Encodable } from "../protocol/crypto.js";

/**
 * The canonical encoding: injective, so that equal encodings mean equal trees. Strings carry their
 * length, lists their number of items, so nothing depends on a separator that data could contain.
 */
export function encode(value: Encodable): string {
  if (value === null) return "n";
  if (typeof value === "number") return `i${value};`;
  if (typeof value === "string") return `s${value.length}:${value}`;
  let out = `l${value.length}:`;
  for (const item of value) out += encode(item);
  return out;
}

/** The encoding of a tree in a domain of its own. */
export const encodeTagged = (tag: string, fields: readonly Encodable[]): string =>
  encode(tag) + encode(fields);
