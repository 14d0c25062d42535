/** Random plain states: objects, arrays, maps and sets of strings, numbers, booleans and null. */
import fc from "fast-check";

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom("", "a", "b", "1"),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);

export const plainStates: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  state: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.dictionary(fc.constantFrom("round", "votes", "sent"), tie("state"), {
      noNullPrototype: true,
    }),
    fc.array(tie("state"), { maxLength: 3 }),
    fc.array(tie("state"), { maxLength: 3 }).map((values) => new Set(values)),
    fc
      .array(fc.tuple(leaf, tie("state")), { maxLength: 3 })
      .map((entries) => new Map<unknown, unknown>(entries)),
  ),
})).state;
