/** Prints the kill matrix of a gauntlet, or its document. */
import { tabulated } from "../../../io/terminal/table.js";
import type { Style } from "../../../io/terminal/style.js";
import { count } from "../../../lib/properties/wording.js";
import { median } from "./gauntlet.js";
import type { BugScore } from "./gauntlet.js";

/** What was run. */
export interface GauntletContext {
  readonly protocol: string;
  readonly space: string;
  readonly seeds: number;
  readonly limit: number;
  /** The properties that are judged, in the order of reports. */
  readonly properties: readonly string[];
}

/** The correct protocol is no bug. */
const isBug = ({ bug }: BugScore): boolean => bug !== undefined;

/** Whether most seeds found it. */
const isKilled = (score: BugScore): boolean => killOf(score) !== undefined;

const killOf = ({ finds }: BugScore): number | undefined =>
  median(finds.map((found) => found?.scenarios));

/** The matrix, a line for each bug, and the survivors. */
export function gauntletReport(
  scores: readonly BugScore[],
  context: GauntletContext,
  style: Style,
): readonly string[] {
  const { protocol, space, seeds, limit } = context;
  const bugs = scores.filter(isBug);
  const killed = bugs.filter(isKilled);
  const used = [...context.properties, "crash"].filter((name) =>
    scores.some(({ byProperty }) => byProperty.has(name)),
  );
  const rows = scores.map((score) => [
    score.bug ?? "(no bug)",
    killOf(score)?.toString() ?? "-",
    strategyOf(score),
    ...used.map((name) => score.byProperty.get(name)?.toString() ?? "."),
  ]);
  const head = ["bug", "found after", "by", ...used.map((_, index) => String(index + 1))];
  const isRight = (column: number): boolean => column !== 0 && column !== 2;
  const budget = `${count(seeds, "seed")}, ${count(limit, "scenario")} each, of the space ${space}`;
  return [
    style.strong(`${protocol}: ${killed.length} of ${count(bugs.length, "bug")} found`),
    `  ${budget}`,
    "",
    ...tabulated([head, ...rows], isRight).map((line) => `  ${line}`),
    "",
    ...used.map((name, index) => `  ${index + 1}  ${name}`),
    ...(used.length > 0 ? [""] : []),
    "numbers are scenarios until the first violation, the median over the seeds",
    ...survivorLines(scores, limit),
  ];
}

/** The strategy that found it with most seeds, the first of equals. */
function strategyOf({ finds }: BugScore): string {
  const names = finds.flatMap((found) => found?.strategy ?? []);
  const times = (name: string): number => names.filter((each) => each === name).length;
  return names.reduce((best, name) => (times(name) > times(best) ? name : best), names[0] ?? "-");
}

/** Survivors by the reason, as far as one can tell. */
function survivorLines(scores: readonly BugScore[], limit: number): readonly string[] {
  const survivors = scores.filter((score) => isBug(score) && !isKilled(score));
  const reasons = new Map<string, string[]>();
  for (const score of survivors) {
    const reason = reasonOf(score, limit);
    reasons.set(reason, [...(reasons.get(reason) ?? []), score.bug ?? ""]);
  }
  return [...reasons].flatMap(([reason, bugs]) => [
    `${reason}:`,
    ...survivors
      .filter(({ bug }) => bugs.includes(bug ?? ""))
      .map(({ bug, breaks }) => `  ${bug ?? ""}: ${breaks}`),
  ]);
}

function reasonOf({ finds, declared }: BugScore, limit: number): string {
  const some = finds.filter((found) => found !== undefined).length;
  const found =
    some === 0
      ? `not found in ${count(limit, "scenario")}`
      : `found with ${some} of ${count(finds.length, "seed")} only`;
  return declared
    ? `${found}, and declared to need a scenario of their own, or to show nowhere`
    : `${found}; more scenarios may find them`;
}

/** The same facts for programs. */
export const gauntletDocument = (
  scores: readonly BugScore[],
  { protocol, space, seeds, limit }: GauntletContext,
): object => ({
  ...{ protocol, space, seeds, limit },
  killed: scores.filter((score) => isBug(score) && isKilled(score)).length,
  bugs: scores.filter(isBug).length,
  scores: scores.map((score) => ({
    bug: score.bug ?? null,
    breaks: score.breaks,
    found: killOf(score) ?? null,
    strategy: killOf(score) === undefined ? null : strategyOf(score),
    seeds: score.finds.map((found) => found ?? null),
    properties: Object.fromEntries(score.byProperty),
    undetected: score.declared,
  })),
});
