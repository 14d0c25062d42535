/** What an exploration of a whole space found, for people and for programs. */
import type { Style } from "../../io/style.js";
import { grouped } from "../../io/text.js";
import { scenarioId } from "../../lib/space/identity.js";
import type { Space } from "../../lib/space/space.js";
import type { Census } from "./census.js";
import { lowestOf } from "./findings.js";
import { violatedIn } from "./outcome.js";
import { total } from "./execution/shares.js";
import type { Survey } from "./survey.js";

/** What an exploration is reported with. */
export interface Exploration {
  readonly census: Census;
  readonly survey: Survey;
  readonly space: Space;
  readonly bugs: readonly string[];
  /** The names of the reductions that were used. */
  readonly reductions: readonly string[];
  /** How many witnesses of each failure are named. */
  readonly examples: number;
  /** Wall-clock time. */
  readonly seconds: number;
}

const WIDTH = 18;
const NAME_WIDTH = 24;

/** The whole space, for a reader. `replay` gives the line that runs a scenario again. */
export function explorationReport(
  exploration: Exploration,
  replay: (id: string) => string,
  style: Style,
): readonly string[] {
  const { census, bugs } = exploration;
  const { scenarios, held, violated, vacuous, crashed } = census;
  const counted = (count: bigint, text: string): string =>
    `${grouped(count).padStart(WIDTH)}  ${text}`;
  const share = (count: bigint): string => ` (${percent(count, scenarios)}%)`;
  const injected = bugs.length === 0 ? "" : ` with ${bugs.join(", ")}`;
  const failing = scenarios - held - census.inconclusive;
  return [
    `${style.strong(`all ${grouped(scenarios)} scenarios of the space`)}${injected}`,
    "",
    counted(held, style.good("no violation")),
    counted(failing, failing > 0n ? style.bad("with a violation or a crash") : "with a violation"),
    ...(crashed > 0n ? [counted(crashed, style.bad("crashed"))] : []),
    ...(census.decided > 0n ? [counted(census.decided, DECIDED)] : []),
    counted(census.stabilized, `reached stabilisation${share(census.stabilized)}`),
    counted(census.stalled, `stalled${share(census.stalled)}: no further progress is possible`),
    counted(census.committed, `committed a block of a scripted round${share(census.committed)}`),
    "",
    `  ${"".padEnd(NAME_WIDTH)}${["violated", "held", "vacuous"].map(cell).join("")}`,
    ...Object.entries(violated).map(([name, bad]) => {
      const unseen = vacuous[name] ?? 0n;
      const counts = [bad, scenarios - bad - unseen, unseen].map(grouped).map(cell);
      const line = `  ${name.padEnd(NAME_WIDTH)}${counts.join("")}`;
      return bad > 0n ? style.bad(line) : line;
    }),
    ...Object.entries(witnessesOf(exploration)).flatMap(([name, ids]) => [
      "",
      `${name}, for example:`,
      ...ids.map((id) => `  ${replay(id)}`),
    ]),
    "",
    effortLine(exploration),
    `reductions: ${list(exploration.reductions)}`,
  ];
}

const DECIDED = "stopped early: all selected properties were violated; not counted below";

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

const cell = (text: string): string => text.padStart(WIDTH);

function effortLine({ census, survey, seconds }: Exploration): string {
  const { states, findings } = survey;
  const rate = Math.round(Number(census.scenarios) / Math.max(seconds, 0.001));
  const work = `${grouped(states)} states, ${grouped(findings.runs)} runs to an end`;
  return `${work}, in ${seconds.toFixed(1)} s: ${grouped(rate)} scenarios/s`;
}

/** How far an exploration has come, on one line. */
export function progressWords(
  { frontier, states, merged, findings }: Survey,
  scenarios: bigint,
  seconds: number,
): string {
  let decided = 0n;
  for (const { shares } of findings.all()) decided += total(shares);
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
  survey,
  space,
  examples,
}: Pick<Exploration, "survey" | "space" | "examples">): Record<string, readonly string[]> {
  const numbers = new Map<string, readonly bigint[]>();
  const kinds = new Set(["crashed"]);
  for (const { outcome, examples: shown } of survey.findings.all()) {
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
export function explorationDocument(exploration: Exploration): string {
  const { census, survey } = exploration;
  const { states, merged, findings } = survey;
  const witnesses = witnessesOf(exploration);
  const { reductions } = exploration;
  const effort = { states, merged, runs: findings.runs };
  const document = { ...census, witnesses, reductions, ...effort };
  const text = (_: string, value: unknown): unknown =>
    typeof value === "bigint" ? String(value) : value;
  return JSON.stringify(document, text, 2);
}
