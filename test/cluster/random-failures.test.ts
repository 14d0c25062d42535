/** Random cluster configs are safe, and live when messages arrive. */
import fc from "fast-check";
import { runCluster } from "../../cluster/run.js";
import { verdictOf } from "../../cluster/verdict.js";
import { arbitraryConfig } from "./arbitrary-config.js";
import { configOf } from "./support.js";

const RUNS = 1000;

describe("random workloads and failures", () => {
  it(`${RUNS} configs: always safe, and everything is answered when messages arrive`, function () {
    this.timeout(300_000);
    fc.assert(
      fc.property(arbitraryConfig, (document) => {
        const { problems } = verdictOf(runCluster(configOf(document)));
        if (problems.length === 0) return;
        const replay = `save this and run twins-cluster on it:\n${JSON.stringify(document, null, 2)}`;
        throw new Error(`${problems.join("\n")}\n${replay}`);
      }),
      { numRuns: RUNS },
    );
  });
});
