/** The record of one scenario's result, as results files keep it. */
import { blockName } from "../../lib/properties/names.js";
import type { EndingKind, Verdict, Witness } from "../../lib/protocol/judging/property.js";
import { crashWords, reportsRounds } from "../../lib/simulation/world.js";
import type { ScenarioResult } from "../run/run.js";

/** The verdict on a whole scenario; when several apply, the first of this list. */
export type ScenarioVerdict = "crashed" | "violated" | "inconclusive" | "held";

/** The witness of one violated property, with blocks by name. */
export interface WitnessRecord {
  readonly property: string;
  readonly rounds: readonly number[];
  readonly blocks: readonly string[];
  readonly nodes: readonly string[];
  readonly explanation: readonly string[];
}

/** The result of a scenario as a results file stores it: one line of JSON. */
export interface ScenarioRecord {
  readonly id: string;
  readonly verdict: ScenarioVerdict;
  readonly ending: EndingKind;
  /** The error of the crash, or the limit. */
  readonly because?: string | undefined;
  /** Virtual time at the end, in milliseconds. */
  readonly at: number;
  readonly events: number;
  /** Each node's last round. */
  readonly rounds: Readonly<Record<string, number>>;
  readonly properties: Readonly<Record<string, Verdict["status"]>>;
  readonly witnesses?: readonly WitnessRecord[] | undefined;
  /** How many blocks each honest node committed. */
  readonly commits: Readonly<Record<string, number>>;
  /** The longest of their chains, blocks by name. */
  readonly chain: readonly string[];
  /** Whether an honest node committed a block of a scripted round. */
  readonly committed: boolean;
  /** Whether every honest node reached a stable round. */
  readonly stabilized: boolean;
  /** Honest nodes committed, but none reported that it entered a round or halted: no run ends. */
  readonly withoutRounds?: true | undefined;
  /** Digest of the transcript, where one was asked for. */
  readonly digest?: string | undefined;
}

/** The record of a result. */
export function recordOf(result: ScenarioResult): ScenarioRecord {
  const { id, ending, at, events, committed, stabilized } = result;
  const because = causeOf(result);
  const witnesses = witnessesOf(result);
  const honest = result.ledgers.filter(({ node }) => node.honest);
  return {
    id,
    verdict: verdictOf(result, witnesses.length > 0),
    ending: ending.kind,
    ...(because === undefined ? {} : { because }),
    at,
    events,
    rounds: Object.fromEntries(
      result.ledgers.map(({ node }) => [node.id, result.rounds[node.index] ?? 0]),
    ),
    properties: Object.fromEntries(
      [...result.verdicts].map(([name, { status }]) => [name, status]),
    ),
    ...(witnesses.length === 0 ? {} : { witnesses }),
    commits: Object.fromEntries(honest.map(({ node, entries }) => [node.id, entries.length])),
    chain: longestChain(result),
    committed,
    stabilized,
    ...(honest.some(({ entries }) => entries.length > 0) && !reportsRounds(result)
      ? { withoutRounds: true as const }
      : {}),
  };
}

function verdictOf({ ending }: ScenarioResult, violated: boolean): ScenarioVerdict {
  if (ending.kind === "crashed") return "crashed";
  if (violated) return "violated";
  return ending.kind === "inconclusive" ? "inconclusive" : "held";
}

function causeOf({ ending }: ScenarioResult): string | undefined {
  if (ending.kind === "crashed") return crashWords(ending);
  return ending.kind === "inconclusive" ? `the limit on ${ending.limit}` : undefined;
}

/** The witnesses of a result, in the order of reports. */
export function witnessesOf({ verdicts, facts }: ScenarioResult): readonly WitnessRecord[] {
  return [...verdicts].flatMap(([property, verdict]) => {
    if (verdict.status !== "violated") return [];
    return [witnessRecord(property, verdict.witness, (id) => blockName(facts.tree, id))];
  });
}

const witnessRecord = (
  property: string,
  { rounds, blocks, nodes, explanation }: Witness,
  nameOf: (block: Witness["blocks"][number]) => string,
): WitnessRecord => ({ property, rounds, blocks: blocks.map(nameOf), nodes, explanation });

function longestChain({ ledgers, facts }: ScenarioResult): readonly string[] {
  const honest = ledgers.filter(({ node }) => node.honest);
  const heights = honest.map(({ entries }) => entries.length);
  const longest = honest[heights.indexOf(Math.max(...heights))];
  return (longest?.entries ?? []).map(({ id }) => blockName(facts.tree, id));
}
