/** The files that options ask for about a single run. */
import type { Case, RunConfig } from "../../config/config.js";
import type { CommandResult } from "../../reports/reports.js";
import type { Options, Session } from "../../session.js";
import { inShort } from "../regression/counterexample.js";
import type { Counterexample } from "../regression/counterexample.js";
import { pageHtml } from "./page-html.js";
import { comparisonPage, correctTrace, itfText, pageRun, runPage } from "./run-files.js";

/** A case that was run. */
interface TracedCase {
  readonly run: RunConfig;
  readonly each: Case;
  /** The lines of its trace. */
  readonly trace: readonly string[];
  /** The command that runs it again. */
  readonly replay: string;
  /** If it fails. */
  readonly counterexample: Counterexample | undefined;
}

/** Whether something is made of the trace of a run. */
export const needsTrace = ({ traceOut, html, itf, mermaid }: Options): boolean =>
  traceOut !== undefined || html !== undefined || itf !== undefined || mermaid === true;

/** The texts of the files. */
export function filesOf(traced: TracedCase, session: Session): CommandResult["files"] {
  const { traceOut, html, itf } = session.options;
  const { trace } = traced;
  return {
    ...(traceOut === undefined ? {} : { traceOut: trace.map((line) => `${line}\n`).join("") }),
    ...(html === undefined ? {} : { html: htmlOf(traced, session) }),
    ...(itf === undefined ? {} : { itf: itfText(trace) }),
  };
}

function htmlOf(
  { run, each, trace, replay, counterexample }: TracedCase,
  { options, version, viewerPage }: Session,
): string {
  const { id } = each.scenario;
  const short = inShort(counterexample);
  if (options.againstCorrect !== true) {
    return pageHtml(viewerPage(), runPage(pageRun(trace, { title: id, replay, ...short })));
  }
  const bugs = [...new Set([...run.bugs, ...each.bugs])];
  const shown = pageRun(trace, {
    ...{ title: `with ${bugs.join(", ")}`, replay },
    ...short,
  });
  const correct = pageRun(correctTrace(run, each, version), {
    title: "the correct rules",
    replay: undefined,
  });
  return pageHtml(viewerPage(), comparisonPage(shown, correct));
}
