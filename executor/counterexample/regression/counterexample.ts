/** What is done about a case that fails, where an option asks for it: it is shrunk, explained. */
import type { Explanation } from "../explain/document.js";
import { explain } from "../explain/explain.js";
import { sectionsOf } from "../explain/sentences.js";
import { labelled } from "../../reports/report-case.js";
import { logLines, shrunkLines, shrunkReplay } from "../../reports/report-shrunk.js";
import type { Case, RunConfig } from "../../config/config.js";
import type { CaseDocument } from "../../results/document.js";
import { counterexampleCase } from "./counterexample-case.js";
import type { CounterexampleCase } from "./counterexample-case.js";
import { runCase } from "../../run/run-case.js";
import type { Options, Session } from "../../session.js";
import { shrunkDocument } from "../shrink/document.js";
import { shrink } from "../shrink/shrink.js";
import type { Shrunk } from "../shrink/shrink.js";

/** A failing case, shrunk, with what is printed of it. */
export interface Counterexample {
  readonly shrunk: Shrunk;
  /** The shrunk scenario as a case, with the bugs of the original. */
  readonly kept: CounterexampleCase;
  /** To follow the report of the original. */
  readonly lines: readonly string[];
  readonly fields: Pick<CaseDocument, "shrunk" | "explanation">;
}

/** Whether something is to be done about a case that fails. */
const isAskedFor = ({ shrink: shrinks, shrinkLog, explain, saveCase, asTest }: Options): boolean =>
  [shrinks, shrinkLog, explain].includes(true) || saveCase !== undefined || asTest !== undefined;

/** Shrinks a case. Undefined if nobody asks for it, or if the case does not fail. */
export function counterexampleOf(
  run: RunConfig,
  each: Case,
  session: Session,
): Counterexample | undefined {
  const { options } = session;
  if (!isAskedFor(options)) return undefined;
  const bugs = [...new Set([...run.bugs, ...each.bugs])];
  const shrunk = shrink({ run: { ...run, bugs }, scenario: each.scenario, context: each });
  if (shrunk === undefined) return undefined;
  const what = options.scenario === undefined ? "case" : "scenario";
  const replay = shrunkReplay(shrunk, what, session);
  const log = options.shrinkLog === true;
  const document = shrunkDocument(shrunk, replay, log);
  const [rounds = "", ...others] = shrunkLines(shrunk, document);
  const explanation =
    options.explain === true ? explain({ ...run, bugs }, shrunk, each) : undefined;
  return {
    shrunk,
    kept: counterexampleCase(shrunk, { ...each, bugs }),
    lines: [
      labelled("shrunk", rounds),
      ...[...others, ...(log ? logLines(shrunk) : [])].map((line) => labelled("", line)),
      labelled("replay", replay),
      ...(explanation ? explanationLines(explanation) : []),
    ],
    fields: { shrunk: document, ...(explanation && { explanation }) },
  };
}

/** What a page tells of a case that fails. */
export interface InShort {
  /** The rounds of the shrunk scenario, on one line. */
  readonly shrunk?: string;
  /** The explanation, in sentences. */
  readonly explanation?: readonly string[];
}

/** Shrinks a case and explains it; nothing for one that does not fail. */
export function inShort(run: RunConfig, each: Case): InShort {
  const bugs = [...new Set([...run.bugs, ...each.bugs])];
  const shrunk = shrink({ run: { ...run, bugs }, scenario: each.scenario, context: each });
  if (shrunk === undefined) return {};
  const sections = sectionsOf(explain({ ...run, bugs }, shrunk, each));
  return {
    shrunk: shrunk.scenario.id,
    explanation: sections.flatMap(({ label, lines }) => lines.map((line) => `${label}: ${line}`)),
  };
}

const explanationLines = (explanation: Explanation): readonly string[] =>
  sectionsOf(explanation).flatMap(({ label, lines }) =>
    lines.map((line, index) => labelled(index === 0 ? label : "", line)),
  );

/** The transcript of a shrunk scenario. */
export const transcriptOf = (run: RunConfig, { kept }: Counterexample): readonly string[] =>
  runCase(run, kept.case).transcript;
