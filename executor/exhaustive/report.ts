/** The report of an exploration of a whole space, as text and as JSON. */
import { warningFields } from "../results/document.js";
import type { Style } from "../../io/terminal/style.js";
import { grouped } from "../../io/terminal/text.js";
import { scenarioId } from "../../lib/space/identity.js";
import type { Space } from "../../lib/space/space.js";
import type { OutcomeTotals } from "./totals.js";
import { lowestOf } from "./findings.js";
import { violatedIn } from "./outcome.js";
import { total } from "./execution/scenario-counts.js";
import type { ExplorationState } from "./exploration-state.js";

/** Everything that the report of an exploration contains. */
export interface ExplorationSummary {
  readonly totals: OutcomeTotals;
  readonly exploration: ExplorationState;
  readonly space: Space;
  readonly bugs: readonly string[];
  /** The names of the reductions that were used. */
  readonly reductions: readonly string[];
  /** Number of witnesses of each failure. */
  readonly examples: number;
  /** Wall-clock time. */
  readonly seconds: number;
}

const WIDTH = 18;
const NAME_WIDTH = 24;

/** The report as text. `replay` gives the command that runs a scenario again. */
export function explorationReport(
  summary: ExplorationSummary,
  replay: (id: string) => string,
  style: Style,
): readonly string[] {
  const { totals, bugs } = summary;
  const { scenarios, held, violated, vacuous, crashed } = totals;
  const counted = (count: bigint, text: string): string =>
    `${grouped(count).padStart(WIDTH)}  ${text}`;
  const share = (count: bigint): string => ` (${percent(count, scenarios)}%)`;
  const injected = bugs.length === 0 ? "" : ` with ${bugs.join(", ")}`;
  const failing = scenarios - held - totals.inconclusive;
  return [
    `${style.strong(`all ${grouped(scenarios)} scenarios of the space`)}${injected}`,
    "",
    counted(held, style.good("no violation")),
    counted(failing, failing > 0n ? style.bad("with a violation or a crash") : "with a violation"),
    ...(crashed > 0n ? [counted(crashed, style.bad("crashed"))] : []),
    ...(totals.decided > 0n ? [counted(totals.decided, DECIDED)] : []),
    counted(totals.stabilized, `reached stabilisation${share(totals.stabilized)}`),
    counted(totals.stalled, `stalled${share(totals.stalled)}: no further progress is possible`),
    counted(totals.committed, `committed a block of a scripted round${share(totals.committed)}`),
    "",
    `  ${"".padEnd(NAME_WIDTH)}${["violated", "held", "vacuous"].map(cell).join("")}`,
    ...Object.entries(violated).map(([name, bad]) => {
      const unseen = vacuous[name] ?? 0n;
      const counts = [bad, scenarios - bad - unseen, unseen].map(grouped).map(cell);
      const line = `  ${name.padEnd(NAME_WIDTH)}${counts.join("")}`;
      return bad > 0n ? style.bad(line) : line;
    }),
    ...Object.entries(witnessesOf(summary)).flatMap(([name, ids]) => [
      "",
      `${name}, for example:`,
      ...ids.map((id) => `  ${replay(id)}`),
    ]),
    "",
    effortLine(summary),
    `reductions: ${list(summary.reductions)}`,
  ];
}

const DECIDED = "stopped early: all selected properties were violated; not counted below";

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

const cell = (text: string): string => text.padStart(WIDTH);

function effortLine({ totals, exploration, seconds }: ExplorationSummary): string {
  const { states, findings } = exploration;
  const rate = Math.round(Number(totals.scenarios) / Math.max(seconds, 0.001));
  const work = `${grouped(states)} states, ${grouped(findings.runs)} runs to an end`;
  return `${work}, in ${seconds.toFixed(1)} s: ${grouped(rate)} scenarios/s`;
}

/** The progress of an exploration, on one line. */
export function progressWords(
  { frontier, states, merged, findings }: ExplorationState,
  scenarios: bigint,
  seconds: number,
): string {
  let decided = 0n;
  for (const { counts } of findings.all()) decided += total(counts);
  const rate = Math.round((states + findings.runs) / Math.max(seconds, 0.001));
  return [
    `round ${frontier.lowest ?? "-"}`,
    `${grouped(states)} states`,
    `${grouped(merged)} met again`,
    `${grouped(findings.runs)} runs ended`,
    `${percent(decided, scenarios)}% of the space decided`,
    `${rate} runs/s`,
  ].join(", ");
}

/** For each property, and for crashes, the ids of the first few scenarios that show it. */
export function witnessesOf({
  exploration,
  space,
  examples,
}: Pick<ExplorationSummary, "exploration" | "space" | "examples">): Record<
  string,
  readonly string[]
> {
  const numbers = new Map<string, readonly bigint[]>();
  const kinds = new Set(["crashed"]);
  for (const { outcome, examples: shown } of exploration.findings.all()) {
    for (const name of outcome.statuses.keys()) kinds.add(name);
    const failures = outcome.ending === "crashed" ? ["crashed"] : violatedIn(outcome);
    for (const failure of failures) {
      numbers.set(failure, lowestOf([...(numbers.get(failure) ?? []), ...shown], examples));
    }
  }
  return Object.fromEntries(
    [...kinds].flatMap((name) => {
      const found = numbers.get(name) ?? [];
      return found.length === 0 ? [] : [[name, found.map((each) => scenarioId(space.hash, each))]];
    }),
  );
}

/** To a tenth, rounded down. */
function percent(part: bigint, whole: bigint): string {
  const tenths = (part * 1000n) / whole;
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** The same as one JSON document; numbers of scenarios are decimal strings. */
export function explorationDocument(
  summary: ExplorationSummary,
  warnings: readonly string[] = [],
): string {
  const { totals, exploration } = summary;
  const { states, merged, findings } = exploration;
  const witnesses = witnessesOf(summary);
  const { reductions } = summary;
  const effort = { states, merged, runs: findings.runs };
  const document = { ...totals, witnesses, reductions, ...effort, ...warningFields(warnings) };
  const text = (_: string, value: unknown): unknown =>
    typeof value === "bigint" ? String(value) : value;
  return JSON.stringify(document, text, 2);
}
