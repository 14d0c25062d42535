/** The transcript of a scenario. */
import type { RunScenario } from "../../executor/run/run.js";
import { Transcript } from "../../executor/run/transcript.js";
import { wording } from "../../lib/protocols/diembft/messages/wording.js";
import type { Scenario } from "../../lib/scenario/model.js";

/** Everything that happens in a run, line by line. */
export function transcriptOf(run: RunScenario, scenario: Scenario): readonly string[] {
  const lines: string[] = [];
  const transcript = new Transcript(wording, (line) => lines.push(line));
  run(scenario, (entry, facts) => {
    transcript.note(entry, facts);
  });
  transcript.end();
  return lines;
}
