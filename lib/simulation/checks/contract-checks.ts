/** What the simulation checks of all that a protocol returns: each check says what is wrong. */
import type { Description } from "../../protocol/description.js";
import {
  certificateProblem,
  isName,
  isObject,
  isRound,
  show,
} from "../../protocol/checks/contract-values.js";
import type { Fields } from "../../protocol/checks/contract-values.js";
import { descriptionParts } from "./description-checks.js";

/** More effects of one event are taken for a loop. */
const MOST_EFFECTS = 10_000;
/** More events of one instant, for each node of the run, are taken for a loop. */
export const MOST_EVENTS_AT_ONCE = 10_000;

/** Identities that messages may be sent to, and come from. */
type Replicas = ReadonlySet<unknown>;

/** The kinds of effects, as messages list them. */
const KINDS: readonly string[] = [
  ...["send", "broadcast", "start-timer", "stop-timer", "persist", "commit", "reply"],
  ...["entered", "certified", "decided", "refused", "halted", "stuck"],
];

/** What is wrong with what `handle` returned. O(effects). */
export function effectsProblem(effects: unknown, replicas: Replicas): string | undefined {
  if (!Array.isArray(effects)) {
    return `handle returned ${show(effects)}; allowed: a list of effects`;
  }
  if (effects.length > MOST_EFFECTS) {
    return `handle returned ${effects.length} effects; allowed: at most ${MOST_EFFECTS} (a loop?)`;
  }
  for (let index = 0; index < effects.length; index++) {
    const effect: unknown = effects[index];
    const problem = effectProblem(effect, replicas);
    if (problem !== undefined) {
      return `effect ${index + 1}${kindOf(effect)}: ${problem}`;
    }
  }
  return undefined;
}

const kindOf = (effect: unknown): string =>
  isObject(effect) && isName(effect.kind) ? ` (${effect.kind})` : "";

/** Called for every effect of every run: the fields are read one by one, and nothing is made. */
function effectProblem(effect: unknown, replicas: Replicas): string | undefined {
  if (!isObject(effect)) return `is ${show(effect)}; allowed: an effect`;
  switch (effect.kind) {
    case "send":
      return sendProblem(effect.to, effect.message, replicas);
    case "broadcast":
      return objectProblem("message", effect.message);
    case "start-timer":
      return timerProblem(effect.timer) ?? afterProblem(effect.after);
    case "stop-timer":
      return timerProblem(effect.timer);
    case "persist":
      return objectProblem("durable", effect.durable);
    case "commit":
      return entryProblem(effect.entry);
    case "reply":
      return nameProblem("to", effect.to) ?? objectProblem("reply", effect.reply);
    case "entered":
      return roundProblem(effect.round) ?? nameProblem("by", effect.by);
    case "certified":
      return certificateProblem("certificate", effect.certificate);
    case "decided":
      return nameProblem("what", effect.what) ?? nameProblem("because", effect.because);
    case "refused":
      return nameProblem("because", effect.because);
    case "halted":
      return undefined;
    case "stuck":
      return roundProblem(effect.round) ?? nameProblem("because", effect.because);
    default:
      return `kind is ${show(effect.kind)}; allowed: ${KINDS.join(", ")}`;
  }
}

/** What is wrong with what `progress` returned. O(numbers). */
export function progressProblem(progress: unknown): string | undefined {
  if (isName(progress)) return undefined;
  if (!Array.isArray(progress)) {
    return `progress returned ${show(progress)}; allowed: a text, or a list of numbers`;
  }
  const list: readonly unknown[] = progress;
  for (const value of list) {
    if (!Number.isFinite(value)) {
      return `progress returned a list with ${show(value)}; allowed: numbers`;
    }
  }
  return undefined;
}

function sendProblem(to: unknown, message: unknown, replicas: Replicas): string | undefined {
  if (replicas.has(to)) return objectProblem("message", message);
  return `to is ${show(to)}; allowed: ${[...replicas].join(", ")}`;
}

const objectProblem = (field: string, value: unknown): string | undefined =>
  isObject(value) ? undefined : `${field} is ${show(value)}; allowed: an object`;

const nameProblem = (field: string, value: unknown): string | undefined =>
  isName(value) ? undefined : `${field} is ${show(value)}; allowed: a text`;

const roundProblem = (value: unknown): string | undefined =>
  isRound(value, 1) ? undefined : `round is ${show(value)}; allowed: a whole number from 1`;

const afterProblem = (after: unknown): string | undefined =>
  typeof after === "number" && after >= 0 && after < Infinity
    ? undefined
    : `after is ${show(after)}; allowed: milliseconds, a number from 0`;

function timerProblem(timer: unknown): string | undefined {
  if (!isObject(timer)) return `timer is ${show(timer)}; allowed: { name, round? }`;
  const { name, round } = timer;
  if (!isName(name)) return `timer.name is ${show(name)}; allowed: a text`;
  if (round === undefined || isRound(round, 0)) return undefined;
  return `timer.round is ${show(round)}; allowed: a whole number, or none`;
}

function entryProblem(entry: unknown): string | undefined {
  if (!isObject(entry)) return `entry is ${show(entry)}; allowed: a ledger entry`;
  const { id, parent, slot, transactions, stateId } = entry;
  if (!isName(id)) return `entry.id is ${show(id)}; allowed: a block's id`;
  const round = roundProblem(entry.round);
  if (round !== undefined) return `entry.${round}`;
  if (!isName(parent) && !isName(slot)) return "entry has neither parent nor slot; allowed: one";
  if (!Array.isArray(transactions)) {
    return `entry.transactions is ${show(transactions)}; allowed: a list (see blockEntry)`;
  }
  return isName(stateId) ? undefined : `entry.stateId is ${show(stateId)}; allowed: a text`;
}

/** What is wrong with what `describe` returned. O(statements and certificates). */
export function descriptionProblem(
  description: Description,
  types: ReadonlySet<unknown>,
  replicas: Replicas,
): string | undefined {
  const given: unknown = description;
  if (!isObject(given)) return `it is ${show(given)}; allowed: { type, round, sender }`;
  return headProblem(given, types, replicas) ?? descriptionParts(given);
}

function headProblem(
  { type, round, sender }: Fields,
  types: ReadonlySet<unknown>,
  replicas: Replicas,
): string | undefined {
  if (!types.has(type)) {
    return `type is ${show(type)}; allowed, by messageTypes: ${[...types].join(", ")}`;
  }
  const problem = roundProblem(round);
  if (problem !== undefined) return problem;
  if (replicas.has(sender)) return undefined;
  return `sender is ${show(sender)}; allowed: ${[...replicas].join(", ")}`;
}
