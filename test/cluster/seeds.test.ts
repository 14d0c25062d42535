/** The probabilistic failures config is safe and live under many seeds. */
import { expect } from "chai";
import { runCluster } from "../../cluster/run.js";
import { verdictOf } from "../../cluster/verdict.js";
import { configOf, shipped } from "./support.js";

const SEEDS = 1000;

describe("probabilistic_failures under other seeds", () => {
  it(`${SEEDS} seeds: always safe, and everything is answered`, function () {
    this.timeout(300_000);
    const document = shipped("probabilistic_failures");
    const failures = document["failures"] as object;
    for (let seed = 0; seed < SEEDS; seed++) {
      const config = { ...document, crypto: "structural", seed, failures: { ...failures, seed } };
      const { problems } = verdictOf(runCluster(configOf(config)));
      expect(problems, JSON.stringify(config)).to.deep.equal([]);
    }
  });
});
