/** Prints the summary of many scenarios. */
import type { NetworkAssumption } from "../../lib/protocol/judging/observed-event.js";
import type { Roster } from "../../lib/scenario/model.js";
import { isSafety } from "../../lib/properties/all.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import { count } from "../../lib/properties/wording.js";
import type { Style } from "../../io/terminal/style.js";
import type { Summary } from "../results/counts.js";
import type { Family } from "../results/families.js";
import type { Tally } from "../results/tally.js";
import { familyLines } from "./report-families.js";

/** Inputs of a summary besides the counts. */
export interface SummaryContext {
  readonly roster: Roster;
  readonly bugs: readonly string[];
  /** What the protocol assumes of the network. */
  readonly assumes?: NetworkAssumption | undefined;
  /** The data that the digest covers. */
  readonly digested: "results" | "transcripts";
  /** Elapsed wall-clock time. */
  readonly seconds: number;
  /** The command that replays a scenario. */
  readonly replay: (id: string) => string;
  /** What the first scenario of a family shrinks to. */
  readonly shrunk: (family: Family) => readonly string[];
  /** How much of which space was covered. */
  readonly coverage: readonly string[];
}

/** The summary as lines of text. */
export function summaryReport(
  tally: Tally,
  context: SummaryContext,
  style: Style,
): readonly string[] {
  const summary = tally.summary();
  return [
    headline(summary, context, style),
    "",
    ...outcomeLines(summary, tally.failed, style),
    "",
    ...propertyTable(summary, style),
    ...familyLines({ families: tally.families.all(), failed: tally.failed }, context, style),
    "",
    ...meaning(summary, tally, context),
    ...context.coverage,
    speed(summary, context),
    `digest of all ${context.digested} ${summary.digest}`,
  ];
}

function headline({ scenarios }: Summary, { roster, bugs }: SummaryContext, style: Style): string {
  const { replicas, twins, faulty } = roster;
  const who = `${count(replicas.length, "replica")}, ${count(twins.length, "twin")}, f = ${faulty}`;
  const injected = bugs.length === 0 ? "" : `; injected: ${bugs.join(", ")}`;
  const warning = twins.length > faulty ? style.warn("; more twins than f: expect violations") : "";
  return `${style.strong(count(scenarios, "scenario"))} (${who}${injected})${warning}`;
}

const NUMBER_WIDTH = 9;

const counted = (n: number, text: string): string => `${String(n).padStart(NUMBER_WIDTH)}  ${text}`;

const share = (part: number, whole: number): string =>
  whole === 0 ? "" : ` (${((100 * part) / whole).toFixed(1)}%)`;

/** The counts of scenarios by outcome. */
export function outcomeLines(summary: Summary, failed: number, style: Style): readonly string[] {
  const { scenarios, held, crashed, inconclusive, stabilized, stalled, committed } = summary;
  const violating = failed - crashed;
  return [
    counted(held, style.good("no violation")),
    counted(violating, violating > 0 ? style.bad("with a violation") : "with a violation"),
    ...(crashed > 0 ? [counted(crashed, style.bad("crashed"))] : []),
    ...(inconclusive > 0
      ? [counted(inconclusive, style.warn("inconclusive: a limit was reached"))]
      : []),
    counted(stabilized, `reached stabilisation${share(stabilized, scenarios)}`),
    counted(stalled, `stalled${share(stalled, scenarios)}: no further progress is possible`),
    counted(committed, `committed a block of a scripted round${share(committed, scenarios)}`),
  ];
}

const NAME_WIDTH = 24;

/** The counts of scenarios by property. */
export function propertyTable(
  { scenarios, violated, vacuous }: Summary,
  style: Style,
): readonly string[] {
  const row = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join("")}`;
  const rows = Object.entries(violated).map(([name, bad]) => {
    const unseen = vacuous[name] ?? 0;
    const line = row(name, [bad, scenarios - bad - unseen, unseen].map(String));
    return bad > 0 ? style.bad(line) : line;
  });
  return [style.faint(row("property", ["violated", "held", "vacuous"])), ...rows];
}

/** Whether the report states in how many scenarios a property could be judged. */
const needsOccasion = (property: AnyProperty, { assumes }: SummaryContext): boolean =>
  (assumes !== undefined && property.anyNetwork !== true) ||
  (property.essential === true && !isSafety(property));

const ASSUMPTIONS: Readonly<Record<NetworkAssumption, string>> = {
  synchrony:
    "the protocol assumes synchrony: where a message between correct replicas takes more than Δ, " +
    "what depends on that is vacuous",
};

/** What the counts show, and what they do not show. */
function meaning(
  summary: Summary,
  { failed, properties }: Tally,
  context: SummaryContext,
): readonly string[] {
  if (failed > 0 || summary.scenarios === 0) return [];
  const { held, scenarios, vacuous } = summary;
  const whole = `no violation in ${held} of these ${count(scenarios, "scenario")}`;
  const needing = properties.filter((property) => needsOccasion(property, context));
  const judgeable = needing.map(({ name }) => {
    const judged = scenarios - (vacuous[name] ?? 0);
    return `${name} could be judged in ${judged} of them${share(judged, scenarios)}`;
  });
  const { assumes } = context;
  return [
    `${whole}; this says nothing about scenarios that were not run`,
    ...(assumes === undefined ? [] : [ASSUMPTIONS[assumes]]),
    ...judgeable,
  ];
}

function speed({ scenarios, events }: Summary, { seconds }: SummaryContext): string {
  const rate = seconds > 0 ? `: ${Math.round(scenarios / seconds)} scenarios/s` : "";
  return `${count(events, "event")} in ${seconds.toFixed(2)} s${rate}`;
}
