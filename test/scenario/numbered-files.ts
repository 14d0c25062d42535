/** Helpers for formats that number the replicas. */
import { expect } from "chai";
import fc from "fast-check";
import { numberedHeader } from "../../lib/scenario/formats/foreign.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { rosters, rosterWith, scenariosOf } from "./arbitrary.js";
import { complaints } from "./files.js";

/* What the tests of formats have in common that only number replicas. */

/** Of four replicas, the first of them twinned. */
export const HEADER = numberedHeader(4, 1);

const reader = scenarioReader(rosterWith(4, 1));

/** A scenario of theirs. */
export const onLine = (text: string): Scenario => ({
  id: "any",
  rounds: valueOf(reader.rounds(text)),
});

/** What such a file may say, and how it is laid out: somebody has no twin. */
export const numberedFiles = rosters
  .filter(({ replicas, twins }) => twins.length < replicas.length)
  .chain((roster) =>
    fc.record({
      header: fc.constant(numberedHeader(roster.replicas.length, roster.twins.length)),
      scenarios: fc.array(scenariosOf(roster), { maxLength: 3 }),
      layout: fc.constantFrom("as written", 0, 2),
    }),
  );

/** A JSON text in a layout: as it is, or indented by so much. */
export const laidOut = (text: string, layout: string | number): string =>
  layout === "as written" ? text : JSON.stringify(JSON.parse(text), null, layout);

/** What a row shows, a whole file, and the problems that are told of it. */
export type Refused = readonly [shows: string, text: string, ...wrong: string[]];

export function itRefuses(rows: readonly Refused[]): void {
  for (const [shows, text, ...wrong] of rows) {
    it(`are refused with ${shows}`, () => {
      expect(complaints(text)).to.deep.equal(wrong);
    });
  }
}
