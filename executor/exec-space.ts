import { EXIT, exitCodeOf } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { nodeSha256 } from "../io/node-sha256.js";
import { progressOf } from "../io/progress.js";
import { InputError } from "../lib/scenario/problem.js";
import { openSpace } from "../lib/space/space.js";
import type { RunConfig } from "./config.js";
import { censusOf } from "./exhaustive/census.js";
import type { Census } from "./exhaustive/census.js";
import { explore } from "./exhaustive/explore.js";
import type { Explored } from "./exhaustive/explore.js";
import { explorationDocument, explorationReport } from "./exhaustive/report.js";
import { territoryOf } from "./exhaustive/territory.js";
import { Witnesses } from "./exhaustive/witnesses.js";
import { replayLine } from "./replay.js";
import { runOptions } from "./run-case.js";
import type { Session } from "./session.js";
import type { NumberedSpace } from "./space-source.js";

/** So many witnesses are shown of each property. */
const SHOWN_WITNESSES = 3;

/** Judges every scenario of a space, and reports. */
export function execSpace(run: RunConfig, numbered: NumberedSpace, session: Session): ExitCode {
  if (run.crypto !== "structural") {
    const wrong = `is ${run.crypto}, whose signatures tell equal states apart`;
    throw new InputError([{ path: "--crypto", wrong, allowed: "structural" }]);
  }
  const space = openSpace(numbered.space);
  const { roster, semantics } = numbered.space;
  const { stabilization } = numbered;
  const territory = territoryOf(
    space,
    runOptions(run, { roster, semantics, stabilization }),
    nodeSha256,
  );
  const witnesses = new Witnesses(space, SHOWN_WITNESSES);
  const progress = progressOf(Number(space.counts.scenarios), "scenarios");
  let sofar = 0;
  const explored = explore(territory, {
    ended: (outcome, choices) => {
      witnesses.add(outcome, choices);
    },
    decided: (scenarios) => {
      sofar += Number(scenarios);
      progress.update(sofar);
    },
  });
  progress.stop();
  const census = censusOf(explored);
  const exploration = {
    ...{ census, explored, bugs: run.bugs },
    witnesses: witnesses.found(),
    seconds: session.elapsed(),
  };
  const replay = (id: string): string => replayLine(session, "scenario", id);
  session.print(
    session.options.json === true
      ? [explorationDocument(exploration)]
      : explorationReport(exploration, replay, session.paint),
  );
  return exitOf(census, explored, run);
}

/**
 * A run that came to a state explored before was not followed further, so limits are held against
 * the longest run there can be.
 */
function exitOf(census: Census, { longest }: Explored, { limits }: RunConfig): ExitCode {
  const unlimited = longest.events < limits.events && longest.time <= limits.time;
  const failed = census.crashed > 0n || Object.values(census.violated).some((count) => count > 0n);
  return exitCodeOf([
    ...(failed ? [EXIT.violated] : []),
    ...(unlimited && census.inconclusive === 0n ? [] : [EXIT.inconclusive]),
  ]);
}
