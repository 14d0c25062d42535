/** Two chains are notarized in turn, and nothing is final: votes that follow the last epoch only. */
import { expect } from "chai";
import { runner } from "../../executor/run/run.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { rulesWith } from "../../lib/protocols/streamlet/rules.js";
import type { BugName } from "../../lib/protocols/streamlet/rules.js";
import { streamlet } from "../../lib/protocols/streamlet/streamlet.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { DEFAULT_STABILIZATION } from "../../lib/scenario/model.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { rosterOf } from "../../lib/scenario/roster.js";

/** b and c lead in turn and hear everybody. Of the votes of a only the leader hears. */
const LED_BY_B = "b: a b c d | a' / echo>{}, {c d}>a vote: drop, a>{c d} vote: drop";
const LED_BY_C = "c: a b c d | a' / echo>{}, {b d}>a vote: drop, a>{b d} vote: drop";
const FIRST = "b: a b c d | a' / vote>{b}, echo>{}";
const ROUNDS = [FIRST, LED_BY_C, LED_BY_B, LED_BY_C, LED_BY_B, LED_BY_C].join("; ");

const ROSTER = rosterOf(["a", "b", "c", "d"].map(replicaId), [replicaId("a")]);

/** What b and c see notarized of the blocks that they lead, and what anybody finalizes. */
function run(bugs: readonly BugName[]) {
  const notarized: string[] = [];
  const finalized: string[] = [];
  const rounds = valueOf(scenarioReader(ROSTER).rounds(ROUNDS), ROUNDS);
  const judge = runner({
    protocol: streamlet(rulesWith(bugs)),
    roster: ROSTER,
    stabilization: { ...DEFAULT_STABILIZATION, rounds: 0 },
  });
  const { verdicts } = judge({ id: "", rounds }, (entry) => {
    if (entry.kind !== "effect") return;
    const { node, effect } = entry;
    if (effect.kind === "commit") finalized.push(`${node.id} ${effect.entry.round}`);
    if (effect.kind !== "certified") return;
    const { round } = effect.certificate;
    if ((round % 2 === 1) === (node.id === "b")) notarized.push(`${node.id} ${round}`);
  });
  return { notarized, finalized, verdicts };
}

describe("Streamlet: two chains of notarized blocks", () => {
  it("both grow where votes follow the last notarized epoch, and nothing is final", () => {
    const { notarized, finalized, verdicts } = run(["last_notarized_epoch"]);
    expect(notarized.filter((each) => /^[bc]/u.test(each))).to.include.members([
      ...["b 1", "c 2", "b 3", "c 4", "b 5", "c 6"],
    ]);
    expect(finalized).to.deep.equal([]);
    expect([...verdicts.values()].map(({ status }) => status)).to.not.include("violated");
  });

  it("one is given up where votes follow the longest chain", () => {
    const { finalized, verdicts } = run([]);
    expect(finalized).to.include.members(["b 4", "c 4", "d 4"]);
    expect([...verdicts.values()].map(({ status }) => status)).to.not.include("violated");
  });
});
