import { expect } from "chai";
import type { Property, Verdict } from "../../lib/protocol/property.js";
import { verdictOf, type Row } from "./story.js";

/** One test for each row of a property's table. */
export function judges(property: Property<unknown>, rows: readonly Row[]): void {
  describe(`property ${property.name}`, () => {
    for (const { shows, story, given, end, expected } of rows) {
      it(shows, () => {
        const verdict = verdictOf(property, story, {
          ...(given === undefined ? {} : { given }),
          ...(end === undefined ? {} : { end }),
        });
        expect(simplified(verdict)).to.deep.equal(expected);
      });
    }
  });
}

function simplified(verdict: Verdict): Row["expected"] {
  switch (verdict.status) {
    case "held":
      return "held";
    case "vacuous":
      return { vacuous: verdict.because };
    case "violated": {
      const { explanation, rounds, nodes } = verdict.witness;
      return { violated: explanation, rounds, nodes };
    }
  }
}
