/** Random trees of encodable values. */
import fc from "fast-check";
import type { Encodable } from "../../lib/protocol/crypto.js";

/** Strings that look like encodings, among others. */
export const strings = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom("s", "i", "l", "n", ":", ";", "1", "2", "#", "/", " ") }),
);

/** Anything that can be hashed. Minus zero is not a number of its own. */
export const trees: fc.Arbitrary<Encodable> = fc.letrec<{ tree: Encodable }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.integer().map((n) => n + 0),
    strings,
    fc.array(tie("tree"), { maxLength: 4 }),
  ),
})).tree;
