/** Runs a scenario twice and compares all answers of the protocol: --verify-determinism. */
import { canonicalText } from "../../lib/explore/canonical.js";
import type { NodeInfo } from "../../lib/protocol/judging/observed-event.js";
import type { TraceEntry } from "../../lib/simulation/trace.js";
import type { RunObserver, RunScenario, ScenarioResult } from "./run.js";

/** What a node was given, and what it answered, in order. */
interface Answer {
  readonly at: number;
  readonly node: NodeInfo;
  readonly event: string;
  readonly effects: string[];
}

/**
 * Runs each scenario twice. The result is that of the first run; where an answer of the second one
 * differs, it is crashed, and the reason names the first event with another answer.
 */
export const runTwice =
  (run: RunScenario): RunScenario =>
  (scenario, observer) => {
    const first: Answer[] = [];
    const second: Answer[] = [];
    const result = run(scenario, (entry, facts) => {
      note(first, entry);
      observer?.(entry, facts);
    });
    const again = run(scenario, noteIn(second));
    return comparedWith(result, again, differenceOf(first, second));
  };

const noteIn =
  (answers: Answer[]): RunObserver =>
  (entry) => {
    note(answers, entry);
  };

function note(answers: Answer[], entry: TraceEntry<object>): void {
  if (entry.kind === "link") return;
  if (entry.kind === "effect") answers.at(-1)?.effects.push(textOf(entry.effect));
  else answers.push({ at: entry.at, node: entry.node, event: eventWords(entry), effects: [] });
}

function eventWords(entry: Exclude<TraceEntry<object>, { kind: "link" | "effect" }>): string {
  if (entry.kind === "started") return "start";
  if (entry.kind === "delivered") {
    const { message, from } = entry;
    return `message ${message.type} of round ${message.round} from ${from.id}`;
  }
  if (entry.kind === "restarted") return `restart ${entry.state}`;
  const { name, round } = entry.timer;
  return `timer ${name}${round === undefined ? "" : ` of round ${round}`}`;
}

/** What is no plain data is compared by its kind alone. */
function textOf(effect: object): string {
  try {
    return canonicalText(effect);
  } catch {
    return "an effect that is no plain data";
  }
}

/** The first event with another answer, and what differs. */
interface Difference {
  readonly answer: Answer;
  readonly words: string;
}

function differenceOf(first: readonly Answer[], second: readonly Answer[]): Difference | undefined {
  for (const [index, answer] of first.entries()) {
    const other = second[index];
    const words =
      other?.event === answer.event && other.node.id === answer.node.id
        ? differenceIn(answer.effects, other.effects)
        : `another event comes then, ${other?.event ?? "none"}`;
    if (words !== undefined) return { answer, words };
  }
  const answer = second[first.length];
  return answer && { answer, words: "this event comes only then" };
}

function differenceIn(first: readonly string[], second: readonly string[]): string | undefined {
  const longer = first.length > second.length ? first : second;
  const index = longer.findIndex((_, place) => first[place] !== second[place]);
  if (index < 0) return undefined;
  const [one, other] = [first[index], second[index]];
  const place = `effect ${index + 1}`;
  if (one === undefined) return `${place} is there only then: ${shown(other ?? "", 0)}`;
  if (other === undefined) return `${place} is missing then: ${shown(one, 0)}`;
  const differs = Array.from(one).findIndex((letter, at) => letter !== other[at]);
  const from = Math.max(0, differs - BEFORE);
  return `${place} has ${shown(one, from)}, and then ${shown(other, from)}`;
}

/** So much of an effect is shown, and so much before what differs. */
const SHOWN = 60;
const BEFORE = 20;

function shown(effect: string, from: number): string {
  const to = from + SHOWN;
  return `${from > 0 ? "..." : ""}${effect.slice(from, to)}${effect.length > to ? "..." : ""}`;
}

const DIFFERS = "broken contract: it answers differently when the scenario is run again";

/** Whether a result of {@link runTwice} says that an answer differed. */
export const isIndeterminate = ({ ending }: ScenarioResult): boolean =>
  ending.kind === "crashed" && ending.error.startsWith(DIFFERS);

function comparedWith(
  result: ScenarioResult,
  again: ScenarioResult,
  difference: Difference | undefined,
): ScenarioResult {
  if (difference !== undefined) {
    const { answer, words } = difference;
    const error = `${DIFFERS}: at ${answer.at} ms, at ${answer.event}, ${words}`;
    return { ...result, ending: { kind: "crashed", node: answer.node.id, error } };
  }
  const [one, other] = [result, again].map(({ ending }) => JSON.stringify(ending));
  if (one === other || again.ending.kind !== "crashed") return result;
  return { ...result, ending: { ...again.ending, error: `${DIFFERS}: ${again.ending.error}` } };
}
