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

/** A failing case, shrunk. */
export interface Counterexample {
  readonly shrunk: Shrunk;
  /** The shrunk scenario as a case, with the bugs of the original. */
  readonly kept: CounterexampleCase;
  /** Why it fails, if a report or a page is to say so. */
  readonly explanation: Explanation | undefined;
}

/** What the reports say of it. */
export interface CounterexampleReport {
  /** To follow the report of the original. */
  readonly lines: readonly string[];
  readonly fields: Pick<CaseDocument, "shrunk" | "explanation">;
}

/** Whether a report is to say what becomes of a case that fails. */
const isReported = ({ shrink: shrinks, shrinkLog, explain, saveCase, asTest }: Options): boolean =>
  [shrinks, shrinkLog, explain].includes(true) || saveCase !== undefined || asTest !== undefined;

/** Shrinks a case, and explains it. Undefined if no option asks for it, or if it does not fail. */
export function counterexampleOf(
  run: RunConfig,
  each: Case,
  options: Options,
): Counterexample | undefined {
  if (!isReported(options) && options.html === undefined) return undefined;
  const bugs = [...new Set([...run.bugs, ...each.bugs])];
  const injected = { ...run, bugs };
  const shrunk = shrink({ run: injected, scenario: each.scenario, context: each });
  if (shrunk === undefined) return undefined;
  const isExplained = options.explain === true || options.html !== undefined;
  return {
    shrunk,
    kept: counterexampleCase(shrunk, { ...each, bugs }),
    explanation: isExplained ? explain(injected, shrunk, each) : undefined,
  };
}

/** What a report says of a case that fails, as far as options ask for it; of others, nothing. */
export function counterexampleReport(
  counterexample: Counterexample | undefined,
  session: Session,
): CounterexampleReport {
  const { options } = session;
  if (counterexample === undefined || !isReported(options)) return { lines: [], fields: {} };
  const { shrunk, explanation } = counterexample;
  const what = options.scenario === undefined ? "case" : "scenario";
  const replay = shrunkReplay(shrunk, what, session);
  const log = options.shrinkLog === true;
  const document = shrunkDocument(shrunk, replay, log);
  const [rounds = "", ...others] = shrunkLines(shrunk, document);
  const explained = options.explain === true ? explanation : undefined;
  return {
    lines: [
      labelled("shrunk", rounds),
      ...[...others, ...(log ? logLines(shrunk) : [])].map((line) => labelled("", line)),
      labelled("replay", replay),
      ...(explained ? explanationLines(explained) : []),
    ],
    fields: { shrunk: document, ...(explained && { explanation: explained }) },
  };
}

/** What a page tells of a case that fails. */
export interface InShort {
  /** The rounds of the shrunk scenario, on one line. */
  readonly shrunk?: string;
  /** The explanation, in sentences. */
  readonly explanation?: readonly string[];
}

/** A counterexample for a page; nothing for a case that does not fail. */
export function inShort(counterexample: Counterexample | undefined): InShort {
  if (counterexample === undefined) return {};
  const { shrunk, explanation } = counterexample;
  const sections = explanation === undefined ? [] : sectionsOf(explanation);
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
