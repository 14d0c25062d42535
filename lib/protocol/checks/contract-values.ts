/** Values of unknown shape, as contract checks read and show them. */

/** The fields that a checked value may have. */
export type Fields = Readonly<
  Partial<
    Record<
      | ("after" | "because" | "block" | "by" | "certificate" | "durable" | "entry" | "id" | "kind")
      | ("message" | "name" | "next" | "parent" | "reply" | "round" | "sender" | "shows" | "signs")
      | ("blocks" | "explanation" | "nodes" | "rounds" | "signers" | "slot" | "stateId" | "status")
      | ("then" | "timer" | "to" | "transactions" | "type" | "value" | "what" | "witness"),
      unknown
    >
  >
>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null;

export const isName = (value: unknown): value is string => typeof value === "string";

export const isRound = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least;

/** So many characters of a text are shown. */
const SHOWN = 40;

/** A value in a few words. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}...` : value);
  }
  if (typeof value === "function") return "a function";
  if (!isObject(value)) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value.then === "function") return "a Promise (is it async?)";
  return typeof value.next === "function" ? "a generator" : "an object";
}

/** Sees to it that a Promise that nobody awaits does not end the process when it is rejected. */
export function ignoreRejection(value: unknown): void {
  if (!isObject(value) || typeof value.then !== "function") return;
  Reflect.apply(value.then, value, [undefined, () => undefined]);
}

/** What is wrong with a statement: a slot with a value, or null. */
export function statementProblem(where: string, statement: unknown): string | undefined {
  if (!isObject(statement)) return `${where} is ${show(statement)}; allowed: { slot, value }`;
  const { slot, value } = statement;
  if (!isName(slot)) return `${where}.slot is ${show(slot)}; allowed: a text`;
  if (value === null || isName(value)) return undefined;
  return `${where}.value is ${show(value)}; allowed: a block's id, or null`;
}

/** What is wrong with a certificate: a statement of a round, with its signers. */
export function certificateProblem(where: string, certificate: unknown): string | undefined {
  const problem = statementProblem(where, certificate);
  if (problem !== undefined || !isObject(certificate)) return problem;
  const { round, signers } = certificate;
  if (!isRound(round, 0)) return `${where}.round is ${show(round)}; allowed: a whole number`;
  if (Array.isArray(signers)) return undefined;
  return `${where}.signers is ${show(signers)}; allowed: a list of replicas`;
}
