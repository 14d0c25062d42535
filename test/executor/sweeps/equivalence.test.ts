/** Ideal and real signatures give equal runs. */
import { expect } from "chai";
import fc from "fast-check";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { recordOf } from "../../../executor/results/record.js";
import { runCase } from "../../../executor/run/run-case.js";
import type { CryptoName } from "../../../lib/crypto/names.js";
import { protocols } from "../../../lib/registry.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import type { Roster, Scenario, Semantics } from "../../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../../lib/scenario/roster.js";
import { anyScenario } from "../scenarios.js";

/** A scenario with all that it is run under. */
interface Subject {
  readonly roster: Roster;
  readonly scenario: Scenario;
  readonly semantics: Semantics;
  readonly bugs: readonly string[];
}

const names = replicaNames(4);
const bugNames = Object.keys(protocols.get("diembft")?.bugs ?? {});

const semantics: fc.Arbitrary<Semantics> = fc.record({
  governs: fc.constantFrom("message", "sender"),
  afterLastRound: fc.constantFrom("heal", "heal", "silence"),
  drops: fc.constantFrom("lose", "hold"),
  repeatedTimeouts: fc.constantFrom<Semantics["repeatedTimeouts"]>("obey", { override: 3 }),
});

/**
 * Half of them with the default rules of the network, half without a bug, one in five overtwinned.
 */
const subjects: fc.Arbitrary<Subject> = fc
  .constantFrom(1, 1, 1, 1, 2)
  .map((twins) => rosterOf(names, names.slice(0, twins)))
  .chain((roster) =>
    fc.record({
      roster: fc.constant(roster),
      scenario: anyScenario(roster, 5),
      semantics: fc.oneof(fc.constant(DEFAULT_SEMANTICS), semantics),
      bugs: fc.oneof(fc.constant([]), fc.subarray(bugNames, { minLength: 1, maxLength: 2 })),
    }),
  );

/** What came of it in words, and every line of what happened, blocks by name. */
function outcome(subject: Subject, crypto: CryptoName) {
  const case_ = { ...subject, stabilization: DEFAULT_STABILIZATION };
  const { result, transcript } = runCase({ ...DEFAULT_RUN, crypto }, case_);
  return { record: recordOf(result), transcript };
}

describe("ideal and real signatures", function () {
  this.timeout(120_000);

  it("give the same endings, verdicts, commits and messages on 200 random scenarios", () => {
    const endings = new Set<string>();
    fc.assert(
      fc.property(subjects, (subject) => {
        const ideal = outcome(subject, "structural");
        expect(outcome(subject, "ed25519")).to.deep.equal(ideal);
        endings.add(`${ideal.record.ending}, ${ideal.record.verdict}`);
      }),
      { numRuns: 200 },
    );
    expect([...endings], "what they came to is not all alike").to.include.members([
      "completed, held",
      "completed, violated",
      "stalled, held",
      "stalled, violated",
    ]);
  });
});
