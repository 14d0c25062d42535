/** Scores the scenarios of a space by the bugs that they find: twins-exec --gauntlet. */
import { EXIT } from "../../../io/exit.js";
import { progressOf } from "../../../io/terminal/progress.js";
import { moduleOf } from "../../../io/protocols/choose.js";
import { invariant } from "../../../lib/protocol/assert.js";
import { openSpace } from "../../../lib/space/space.js";
import type { RunConfig } from "../../config/config.js";
import type { CommandResult } from "../../reports/reports.js";
import { judgedIn, runOptions } from "../../run/run-case.js";
import { runner } from "../../run/run.js";
import type { Session } from "../../session.js";
import type { SpaceDefinition } from "../../sources/space-source.js";
import { runGauntlet } from "./gauntlet.js";
import { gauntletDocument, gauntletReport } from "./report-gauntlet.js";

/** How many scenarios are run for each bug and seed, unless --limit says it. */
const DEFAULT_LIMIT = 400;
const SEEDS = 3;

/** Runs the gauntlet, and reports. The correct protocol must survive it. */
export function execGauntlet(
  run: RunConfig,
  { space, stabilization }: SpaceDefinition,
  session: Session,
): CommandResult {
  const { limit = DEFAULT_LIMIT, json } = session.options;
  const module = moduleOf(run);
  invariant(module !== undefined, "a config names a known protocol", { protocol: run.protocol });
  const { roster, semantics } = space;
  const bugs = Object.keys(module.bugs).length + 1;
  const bar = progressOf(bugs * SEEDS * limit, "scenarios");
  const scores = runGauntlet({
    ...{ module, space, limit, seeds: SEEDS },
    runnerOf: (injected) =>
      runner(runOptions({ ...run, bugs: injected }, { roster, semantics, stabilization })),
    progress: (scenarios) => {
      bar.update(scenarios);
    },
  });
  bar.stop();
  const context = {
    ...{ protocol: run.protocol, space: openSpace(space).hash, seeds: SEEDS, limit },
    properties: judgedIn({ ...run, bugs: [] }).map(({ name }) => name),
  };
  if (json === true) session.json(JSON.stringify(gauntletDocument(scores, context), null, 2));
  else session.print(gauntletReport(scores, context, session.paint));
  const isSound = scores.every(({ bug, finds }) => bug !== undefined || !finds.some(Boolean));
  return { exit: isSound ? EXIT.ok : EXIT.violated, suites: [], files: {} };
}
