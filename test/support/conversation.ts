/** The transcript of four replicas of a protocol that run through rounds on one line. */
import { runner } from "../../executor/run/run.js";
import { Transcript } from "../../executor/run/transcript.js";
import { replicaId } from "../../lib/protocol/ids.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { rosterOf } from "../../lib/scenario/roster.js";

const TWINS = "twins ";

/** What happens in the rounds of each line; lines of twins say who has one. No round follows. */
export function conversation(protocol: AnyProtocol, input: readonly string[]): readonly string[] {
  const twins = input.filter((line) => line.startsWith(TWINS));
  const rounds = input.filter((line) => !line.startsWith(TWINS));
  const names = twins.flatMap((line) => line.slice(TWINS.length).split(" "));
  return rounds.flatMap((line) => linesOf(protocol, line, names));
}

function linesOf(protocol: AnyProtocol, line: string, twins: readonly string[]): readonly string[] {
  const roster = rosterOf(["a", "b", "c", "d"].map(replicaId), twins.map(replicaId));
  const rounds = valueOf(scenarioReader(roster).rounds(line), line);
  const lines: string[] = [];
  const transcript = new Transcript(protocol.wording, (text) => lines.push(text));
  const run = runner({ protocol, roster, stabilization: { rounds: 0, leaders: "honest" } });
  run({ id: line, rounds }, (entry, facts) => {
    transcript.note(entry, facts);
  });
  transcript.end();
  return lines;
}
