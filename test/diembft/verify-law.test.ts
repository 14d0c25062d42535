/** Verification refuses every message with one field replaced. */
import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import type { DiemMessage } from "../../lib/protocols/diembft/messages/messages.js";
import { answerTo, SUITES, validMessages } from "./support/verification.js";
import { Forge } from "./support/forge.js";
import { fieldAt, fieldsOf, tampered } from "./support/tamper.js";
import type { FieldPath } from "./support/tamper.js";

interface Field {
  readonly shows: string;
  readonly message: DiemMessage;
  readonly path: FieldPath;
  readonly value: unknown;
}

const allFields = (forge: Forge): readonly Field[] =>
  Object.entries(validMessages(forge)).flatMap(([shows, message]) =>
    fieldsOf(message).map((path) => ({ shows, message, path, value: fieldAt(message, path) })),
  );

/** A list with items left out, doubled or moved. */
const lists = (items: readonly unknown[]): fc.Arbitrary<readonly unknown[]> =>
  fc.oneof(
    fc.subarray([...items]),
    fc.nat(items.length).map((at) => [...items, ...items.slice(at, at + 1)]),
    fc.shuffledSubarray([...items], { minLength: items.length }),
  );

/** Values of the field's type, as near to a valid one as can be; none where there is no other. */
function replacements(forge: Forge, { value, path }: Field): fc.Arbitrary<unknown> | undefined {
  if (typeof value === "number") {
    return fc.oneof(fc.constantFrom(value - 1, value + 1, 0), fc.nat());
  }
  if (typeof value === "string") {
    const others = [...forge.validators.ids, ...forge.names.keys(), "z", "", `${value} `];
    return fc.oneof(fc.constantFrom(...others), fc.string());
  }
  if (Array.isArray(value)) return lists(value);
  const name = path.at(-1);
  if (name === "commitStateId") return fc.constant(forge.genesis.stateId);
  if (name === "seal") return fc.constantFrom(null, forge.signed("a", forge.crypto.hash("x", [])));
  if (name === "lastRoundTc" && value !== null) return fc.constantFrom(null, forge.tc(2));
  return undefined;
}

describe("stateless verification lets no tampered message through", () => {
  for (const [name, suite] of SUITES) {
    it(`whichever field of a valid message is replaced, ${name} suite`, () => {
      const forge = new Forge(suite());
      const tamperings = allFields(forge).flatMap((field) => {
        const others = replacements(forge, field);
        return others === undefined ? [] : [{ field, others }];
      });
      const choices = fc
        .nat(tamperings.length - 1)
        .chain((at) => fc.tuple(fc.constant(at), tamperings[at]?.others ?? fc.constant(null)));
      fc.assert(
        fc.property(choices, ([at, other]) => {
          const field = tamperings[at]?.field;
          if (field === undefined) throw new Error("a choice of nothing");
          fc.pre(!isDeepStrictEqual(field.value, other));
          const message = tampered(field.message, field.path, other);
          const what = `${field.shows}: ${field.path.join(".")}`;
          expect(answerTo(forge, message), what).to.not.equal("admitted");
        }),
        { numRuns: 4 * tamperings.length },
      );
    });
  }
});
