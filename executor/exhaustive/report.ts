import type { Paint } from "../../io/paint.js";
import type { Census } from "./census.js";
import type { Explored } from "./explore.js";

/** What an exploration is reported with. */
export interface Exploration {
  readonly census: Census;
  readonly explored: Explored;
  /** By property. */
  readonly witnesses: Readonly<Record<string, readonly string[]>>;
  readonly bugs: readonly string[];
  /** Wall-clock time. */
  readonly seconds: number;
}

const WIDTH = 18;
const NAME_WIDTH = 24;

/** The whole space, for a reader. `replay` gives the line that runs a scenario again. */
export function explorationReport(
  { census, explored, witnesses, bugs, seconds }: Exploration,
  replay: (id: string) => string,
  paint: Paint,
): readonly string[] {
  const { scenarios, held, violated, vacuous, crashed } = census;
  const counted = (count: bigint, text: string): string =>
    `${grouped(count).padStart(WIDTH)}  ${text}`;
  const share = (count: bigint): string => ` (${percent(count, scenarios)}%)`;
  const injected = bugs.length === 0 ? "" : ` with ${bugs.join(", ")}`;
  const failing = scenarios - held - census.inconclusive;
  return [
    `${paint.strong(`all ${grouped(scenarios)} scenarios of the space`)}${injected}`,
    "",
    counted(held, paint.good("no violation")),
    counted(failing, failing > 0n ? paint.bad("with a violation or a crash") : "with a violation"),
    ...(crashed > 0n ? [counted(crashed, paint.bad("crashed"))] : []),
    counted(census.stabilized, `reached stabilisation${share(census.stabilized)}`),
    counted(census.stalled, `stalled${share(census.stalled)}: nothing could happen any more`),
    counted(census.committed, `committed a block of a scripted round${share(census.committed)}`),
    "",
    `  ${"".padEnd(NAME_WIDTH)}${["violated", "held", "vacuous"].map(cell).join("")}`,
    ...Object.entries(violated).map(([name, bad]) => {
      const unseen = vacuous[name] ?? 0n;
      const counts = [bad, scenarios - bad - unseen, unseen].map(grouped).map(cell);
      const line = `  ${name.padEnd(NAME_WIDTH)}${counts.join("")}`;
      return bad > 0n ? paint.bad(line) : line;
    }),
    ...Object.entries(witnesses).flatMap(([name, ids]) => [
      "",
      `${name}, for example:`,
      ...ids.map((id) => `  ${replay(id)}`),
    ]),
    "",
    effortLine(explored, seconds),
  ];
}

const cell = (text: string): string => text.padStart(WIDTH);

function effortLine({ effort }: Explored, seconds: number): string {
  const { states, merged, ends } = effort;
  const work = `${states} states, ${merged} met again, ${ends} runs followed to their end`;
  return `${work}, in ${seconds.toFixed(1)} s`;
}

/** 1234567 as 1,234,567. */
const grouped = (count: bigint): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** To a tenth, rounded down. */
function percent(part: bigint, whole: bigint): string {
  const tenths = (part * 1000n) / whole;
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** The same as one JSON document; numbers of scenarios are decimal strings. */
export function explorationDocument(exploration: Exploration): string {
  const { census, explored, witnesses, seconds } = exploration;
  const { states, merged, ends } = explored.effort;
  const document = { ...census, witnesses, states, merged, ends, seconds };
  const text = (_: string, value: unknown): unknown =>
    typeof value === "bigint" ? String(value) : value;
  return JSON.stringify(document, text, 2);
}
