/** The page that an option asks for about a sweep. */
import { runsInProgram } from "../../../io/protocols/choose.js";
import type { Case } from "../../config/config.js";
import { replayLine } from "../../reports/replay.js";
import type { CommandResult } from "../../reports/reports.js";
import type { Tally } from "../../results/tally.js";
import type { Session } from "../../session.js";
import type { Sweep } from "../../sweeps/sweep.js";
import { pageHtml } from "./page-html.js";
import { sweepPage } from "./sweep-page.js";

/** A sweep that has ended. */
interface EndedSweep {
  readonly sweep: Sweep;
  readonly tally: Tally;
  readonly coverage: readonly string[];
  /** Finds a scenario of it by its id. */
  readonly caseOf: (id: string) => Promise<Case>;
}

/** The text of the page, if there is to be one. */
export async function filesOfSweep(
  { sweep, tally, coverage, caseOf }: EndedSweep,
  session: Session,
): Promise<CommandResult["files"]> {
  const { options, file, version, viewerPage } = session;
  if (options.html === undefined) return {};
  const page = await sweepPage({
    ...{ title: file, tally, coverage, caseOf, tool: version, run: sweep.job.run },
    replay: (id) => replayLine(session, "scenario", id),
    // What did not answer in time may never return, unless it is a program, which is ended then.
    mayRun: ({ first }) =>
      options.nodeTimeout === undefined ||
      first.verdict !== "crashed" ||
      runsInProgram(sweep.job.run),
  });
  return { html: pageHtml(viewerPage(), page) };
}
