/** Digests of ten scenarios, equal on every machine. */
import { fileURLToPath } from "node:url";
import { digestOf } from "../../executor/run/digest.js";
import { runner } from "../../executor/run/run.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { protocols } from "../../lib/registry.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { replicaNames, rosterNodes, rosterOf } from "../../lib/scenario/roster.js";
import { transcripts } from "../support/transcript.js";
import type { Driver } from "../support/transcript.js";
import { transcriptOf } from "./transcript-of.js";

const names = replicaNames(4);
const roster = rosterOf(names, names.slice(0, 1));
const nodes = rosterNodes(roster).map(({ id }) => id);

/** Scenarios by a formula, so that nothing but the run itself can change their transcripts. */
function byFormula(number: number): Scenario {
  const draw = (round: number, index: number): number =>
    (number * 7919 + round * 104_729 + index * 1299 + number * round * index * 31) % 97;
  const rounds = [1, 2, 3, 4].map((round) => {
    const groups = [0, 1].map((group) =>
      nodes.filter((_, index) => (draw(round, index + 1) % 3 === 0 ? 0 : 1) === group),
    );
    const leader = names[draw(round, 0) % names.length] ?? replicaId("a");
    return {
      leader,
      partition: groups.filter((group) => group.length > 0),
      drops: [],
    };
  });
  return { id: String(number), rounds };
}

function driver(): Driver {
  const protocol = protocols.get("diembft")?.create([]);
  if (protocol === undefined) throw new Error("there is no DiemBFT");
  const run = runner({ protocol, roster });
  return (input) =>
    input.map((line) => {
      const scenario = byFormula(Number(line.replace("scenario ", "")));
      const { ending, events, rounds } = run(scenario);
      const digest = digestOf(transcriptOf(run, scenario));
      return `${digest.slice(0, 16)} ${ending.kind} in rounds ${rounds.join(" ")}, ${events} events`;
    });
}

describe("the digests of runs, the same on every machine", () => {
  transcripts(fileURLToPath(new URL("digests/", import.meta.url)), driver);
});
