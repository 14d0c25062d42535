/** Each signature suite gives the same run twice. */
import { expect } from "chai";
import fc from "fast-check";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { CRYPTO_NAMES } from "../../../lib/crypto/names.js";
import type { CryptoName } from "../../../lib/crypto/names.js";
import { recordOf } from "../../../executor/results/record.js";
import { runCase } from "../../../executor/run/run-case.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../../lib/scenario/roster.js";
import { anyScenario } from "../scenarios.js";

const names = replicaNames(4);
const roster = rosterOf(names, names.slice(0, 1));
const scenarioContext = {
  roster,
  semantics: DEFAULT_SEMANTICS,
  stabilization: DEFAULT_STABILIZATION,
  bugs: [],
};

function outcome(scenario: Scenario, crypto: CryptoName): readonly [unknown, readonly string[]] {
  const { result, transcript } = runCase(
    { ...DEFAULT_RUN, crypto },
    { ...scenarioContext, scenario },
  );
  return [recordOf(result), transcript];
}

describe("each signature suite", function () {
  this.timeout(60_000);

  for (const crypto of CRYPTO_NAMES) {
    it(`gives the same run twice: ${crypto}`, () => {
      const property = fc.property(anyScenario(roster, 5), (scenario) => {
        expect(outcome(scenario, crypto)).to.deep.equal(outcome(scenario, crypto));
      });
      fc.assert(property, { numRuns: 50 });
    });
  }
});
