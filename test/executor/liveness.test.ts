/** When liveness of the correct protocol is judged, and when it is vacuous. */
import { expect } from "chai";
import fc from "fast-check";
import { runner } from "../../executor/run/run.js";
import type { Verdict } from "../../lib/protocol/judging/property.js";
import { protocols } from "../../lib/registry.js";
import { DEFAULT_SEMANTICS } from "../../lib/scenario/model.js";
import type { Semantics } from "../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../lib/scenario/roster.js";
import { anyScenario } from "./scenarios.js";

const names = replicaNames(4);
const roster = rosterOf(names, names.slice(0, 1));
const entry = protocols.get("diembft");
if (entry === undefined) throw new Error("the registry has diembft");
const protocol = entry.create([]);

/** What liveness comes to, each way how often, on 300 random scenarios of the correct protocol. */
function verdicts(rounds: number, changes: Partial<Semantics> = {}): Record<string, number> {
  const semantics = { ...DEFAULT_SEMANTICS, ...changes };
  const run = runner({ protocol, roster, semantics, stabilization: { rounds, leaders: "honest" } });
  const found: Record<string, number> = {};
  for (const scenario of fc.sample(anyScenario(roster, 4), { numRuns: 300, seed: 5 })) {
    const verdict = run(scenario).verdicts.get("liveness");
    const key = verdict === undefined ? "missing" : keyOf(verdict);
    found[key] = (found[key] ?? 0) + 1;
  }
  return found;
}

const keyOf = (verdict: Verdict): string =>
  verdict.status === "vacuous" ? verdict.because.replace(/\d+/g, "n") : verdict.status;

const UNREACHED = "no honest node entered a round after n, the last scripted one";

describe("liveness of the correct protocol", () => {
  it("is vacuous with up to two stabilisation rounds, and holds from three on", () => {
    const few = (plural: string) =>
      `nobody has to commit within n stabilisation round${plural}: it takes n`;
    for (const [rounds, judged] of [few("s"), few(""), few("s"), "held", "held"].entries()) {
      expect(verdicts(rounds), `${rounds} rounds`).to.have.all.keys(UNREACHED, judged);
    }
  });

  it("is vacuous where nothing is delivered after the scripted rounds", () => {
    const silent = "no quorum can form after round n, the last scripted one";
    expect(verdicts(7, { afterLastRound: "silence" })).to.have.all.keys(UNREACHED, silent);
  });
});
