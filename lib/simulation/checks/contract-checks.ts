/** What the simulation checks of all that a protocol returns: each check says what is wrong. */
import type { Description } from "../../protocol/description.js";
import { certificateProblem, isName, isObject, isRound, show } from "./contract-values.js";
import type { Fields } from "./contract-values.js";
import { descriptionParts } from "./description-checks.js";

/** More effects of one event are taken for a loop. */
const MOST_EFFECTS = 10_000;
/** More events of one instant, for each node of the run, are taken for a loop. */
export const MOST_EVENTS_AT_ONCE = 10_000;

/** Identities that messages may be sent to, and come from. */
type Replicas = ReadonlySet<unknown>;

type Check = (effect: Fields, replicas: Replicas) => string | undefined;

const fine: Check = () => undefined;

const CHECKS: ReadonlyMap<unknown, Check> = new Map<unknown, Check>([
  ["send", ({ to, message }, replicas) => sendProblem(to, message, replicas)],
  ["broadcast", ({ message }) => objectProblem("message", message)],
  ["start-timer", ({ timer, after }) => timerProblem(timer) ?? afterProblem(after)],
  ["stop-timer", ({ timer }) => timerProblem(timer)],
  ["persist", ({ durable }) => objectProblem("durable", durable)],
  ["commit", ({ entry }) => entryProblem(entry)],
  ["reply", ({ to, reply }) => nameProblem("to", to) ?? objectProblem("reply", reply)],
  ["entered", ({ round, by }) => roundProblem(round) ?? nameProblem("by", by)],
  ["certified", ({ certificate }) => certificateProblem("certificate", certificate)],
  ["decided", ({ what, because }) => nameProblem("what", what) ?? nameProblem("because", because)],
  ["refused", ({ because }) => nameProblem("because", because)],
  ["halted", fine],
]);

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

function effectProblem(effect: unknown, replicas: Replicas): string | undefined {
  if (!isObject(effect)) return `is ${show(effect)}; allowed: an effect`;
  const check = CHECKS.get(effect.kind);
  if (check !== undefined) return check(effect, replicas);
  return `kind is ${show(effect.kind)}; allowed: ${[...CHECKS.keys()].join(", ")}`;
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
