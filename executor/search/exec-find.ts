/** Searches a space and what is near it for a scenario that fails: twins-exec --find. */
import { EXIT } from "../../io/exit.js";
import type { ExitCode } from "../../io/exit.js";
import { progressOf } from "../../io/terminal/progress.js";
import type { RunConfig } from "../config/config.js";
import { counterexampleCase } from "../counterexample/regression/counterexample-case.js";
import { logLines, shrunkLines, shrunkReplay } from "../reports/report-shrunk.js";
import { replayLine } from "../reports/replay.js";
import type { CommandResult } from "../reports/reports.js";
import type { Session } from "../session.js";
import { shrunkDocument } from "../counterexample/shrink/document.js";
import { shrink } from "../counterexample/shrink/shrink.js";
import type { Failing } from "../counterexample/shrink/shrink.js";
import type { SpaceDefinition } from "../sources/space-source.js";
import { searchDocument, searchReport } from "./report-search.js";
import type { SearchContext, ShrunkFind } from "./report-search.js";
import { searchSpace } from "./search-space.js";

/** How many scenarios are run, unless --limit says it. */
const DEFAULT_LIMIT = 200_000;

/** Searches, and reports what was found, or how far the search came. */
export function execFind(
  run: RunConfig,
  definition: SpaceDefinition,
  session: Session,
): CommandResult {
  const { options } = session;
  const { space, stabilization } = definition;
  const { limit = DEFAULT_LIMIT, maxTime = Infinity, find } = options;
  const { roster, semantics } = space;
  const property = find === true ? undefined : find;
  const bar = progressOf(limit, "scenarios");
  const search = searchSpace(run, definition, {
    limit,
    isOver: () => session.elapsed() >= maxTime,
    progress: (scenarios) => {
      bar.update(scenarios);
    },
  });
  bar.stop();
  const context = { roster, semantics, stabilization };
  const shrunk =
    search.found && shrunkFind({ run, scenario: search.found.scenario, context }, session);
  const about: SearchContext = {
    ...{ run, property, seed: space.seed, shrunk },
    replay: (notation) => replayLine(session, "scenario", notation),
  };
  const seconds = session.elapsed();
  if (options.json === true) {
    session.json(JSON.stringify(searchDocument(search, about, seconds), null, 2));
  } else session.print(searchReport(search, about, { seconds, style: session.paint }));
  return {
    ...{ exit: exitOf(search.found !== undefined, search.cut), suites: [], files: {} },
    counterexamples: shrunk ? [shrunk.kept] : [],
  };
}

/** What was found, shrunk; undefined with `--no-shrink`. */
function shrunkFind(failing: Failing, session: Session): ShrunkFind | undefined {
  const { options } = session;
  if (options.shrink === false) return undefined;
  const shrunk = shrink(failing);
  if (shrunk === undefined) return undefined;
  const replay = shrunkReplay(shrunk, "scenario", session);
  const document = shrunkDocument(shrunk, replay, options.shrinkLog === true);
  const { run, scenario, context } = failing;
  return {
    document,
    lines: [
      ...shrunkLines(shrunk, document),
      ...(options.shrinkLog === true ? logLines(shrunk) : []),
    ],
    kept: counterexampleCase(shrunk, { ...context, scenario, bugs: run.bugs }),
  };
}

const exitOf = (found: boolean, cut: boolean): ExitCode =>
  found ? EXIT.violated : cut ? EXIT.inconclusive : EXIT.ok;
