/** Prints what a search came to, as a report or as a JSON document. */
import type { Style } from "../../io/terminal/style.js";
import { allButFirst, tabulated } from "../../io/terminal/table.js";
import { grouped } from "../../io/terminal/text.js";
import { count } from "../../lib/properties/wording.js";
import { notationOf } from "../../lib/scenario/notation.js";
import type { RunConfig } from "../config/config.js";
import { recordOf } from "../results/record.js";
import type { CounterexampleCase } from "../counterexample/regression/counterexample-case.js";
import type { ShrunkDocument } from "../counterexample/shrink/document.js";
import type { Find, SearchResult } from "./search.js";

/** What was found, shrunk. */
export interface ShrunkFind {
  readonly document: ShrunkDocument;
  /** The first without indentation. */
  readonly lines: readonly string[];
  readonly kept: CounterexampleCase;
}

/** What was searched for, and where. */
export interface SearchContext {
  readonly run: RunConfig;
  /** The property to be violated; undefined for any, and for a crash. */
  readonly property: string | undefined;
  readonly seed: string;
  readonly shrunk?: ShrunkFind | undefined;
  /** The command that replays a scenario on one line. */
  readonly replay: (notation: string) => string;
}

/** A report for people. `seconds` is how long it took. */
export function searchReport(
  result: SearchResult,
  context: SearchContext,
  { seconds, style }: { readonly seconds: number; readonly style: Style },
): readonly string[] {
  const { run, property, seed } = context;
  const injected = run.bugs.length === 0 ? "" : `, with ${run.bugs.join(", ")}`;
  const wanted = property === undefined ? "a violation or a crash" : `a violation of ${property}`;
  const rows = result.progress.map(({ strategy, scenarios, exhausted }) => [
    strategy.name,
    `${grouped(scenarios)}${exhausted ? ", all" : ""}`,
  ]);
  const draws = result.progress.map(({ strategy }) => strategy.draws);
  return [
    style.strong(`searched for ${wanted} of ${run.protocol}${injected}; seed ${seed}`),
    "",
    ...tabulated([["strategy", "scenarios"], ...rows], allButFirst).map((line, index) =>
      index === 0 ? `  ${line}` : `  ${line}  ${draws[index - 1] ?? ""}`,
    ),
    "",
    ...(result.found === undefined
      ? [nothingFound(result)]
      : foundLines(result.found, result, context, style)),
    `${seconds.toFixed(1)} s`,
  ];
}

const nothingFound = ({ scenarios, cut }: SearchResult): string =>
  `nothing found in ${count(scenarios, "scenario")}` +
  `${cut ? ", when --max-time was over" : ""}: that is no proof that there is nothing`;

function foundLines(
  { strategy, scenario, result }: Find,
  { scenarios }: SearchResult,
  { replay, shrunk }: SearchContext,
  style: Style,
): readonly string[] {
  const { because, witnesses = [] } = recordOf(result);
  const notation = notationOf(scenario.rounds);
  const where = `found by "${strategy.name}" after ${count(scenarios, "scenario")}`;
  return [
    `${style.bad(where)}: ${notation}`,
    ...(because === undefined ? [] : [`  ${because}`]),
    ...witnesses.flatMap(({ property, explanation }) => [
      `  violated ${style.bad(property)}`,
      ...explanation.map((sentence) => `    ${sentence}`),
    ]),
    `  ${replay(notation)}`,
    ...(shrunk?.lines ?? []).map((line, index) => `  ${index === 0 ? "shrunk: " : ""}${line}`),
    ...(shrunk === undefined ? [] : [`  ${shrunk.document.replay}`]),
  ];
}

/** The same facts for programs. */
export function searchDocument(
  { found, progress, scenarios, cut }: SearchResult,
  { property, seed, replay, run, shrunk }: SearchContext,
  seconds: number,
): object {
  return {
    protocol: run.protocol,
    bugs: run.bugs,
    property: property ?? null,
    seed,
    scenarios,
    strategies: progress.map(({ strategy: { name, draws }, scenarios: own, exhausted }) => {
      return { name, draws, scenarios: own, exhausted };
    }),
    cut,
    found:
      found === undefined
        ? null
        : { ...findDocument(found, replay), ...(shrunk && { shrunk: shrunk.document }) },
    seconds,
  };
}

function findDocument({ strategy, scenario, result }: Find, replay: (text: string) => string) {
  const notation = notationOf(scenario.rounds);
  return {
    strategy: strategy.name,
    scenario: notation,
    replay: replay(notation),
    result: recordOf(result),
  };
}
