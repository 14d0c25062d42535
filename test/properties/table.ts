/** Runs a property's table of observed events and expected verdicts. */
import { expect } from "chai";
import type { Property, Verdict } from "../../lib/protocol/judging/property.js";
import { verdictOf, type PropertyRow } from "./observed-events.js";

/** One test for each row of a property's table. */
export function judges(property: Property<unknown>, rows: readonly PropertyRow[]): void {
  describe(`property ${property.name}`, () => {
    for (const { shows, events, given, end, expected } of rows) {
      it(shows, () => {
        const verdict = verdictOf(property, events, {
          ...(given === undefined ? {} : { given }),
          ...(end === undefined ? {} : { end }),
        });
        expect(simplified(verdict)).to.deep.equal(expected);
      });
    }
  });
}

function simplified(verdict: Verdict): PropertyRow["expected"] {
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
