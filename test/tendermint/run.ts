/** Runs Tendermint in the simulator. */
import { runner } from "../../executor/run/run.js";
import type { ScenarioResult } from "../../executor/run/run.js";
import { Transcript } from "../../executor/run/transcript.js";
import { replicaId } from "../../lib/protocol/ids.js";
import type { Stabilization } from "../../lib/scenario/model.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { rosterOf } from "../../lib/scenario/roster.js";
import { tendermintModule } from "../../lib/protocols/tendermint/tendermint.js";

/** A run, and all that happened in it, line by line. */
export interface TestRun {
  readonly result: ScenarioResult;
  readonly lines: readonly string[];
}

/** Four replicas through rounds on one line; no round follows unless said. */
export function runLine(
  line: string,
  twins: readonly string[] = [],
  stabilization: Stabilization = { rounds: 0, leaders: "honest" },
): TestRun {
  const roster = rosterOf(["a", "b", "c", "d"].map(replicaId), twins.map(replicaId));
  const rounds = valueOf(scenarioReader(roster).rounds(line), line);
  const protocol = tendermintModule.create([]);
  const lines: string[] = [];
  const transcript = new Transcript(protocol.wording, (text) => lines.push(text));
  const run = runner({ protocol, roster, stabilization });
  const result = run({ id: line, rounds }, (entry, facts) => {
    transcript.note(entry, facts);
  });
  transcript.end();
  return { result, lines };
}
