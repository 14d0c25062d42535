/** Checks of the shapes of values of which nothing is known: anything may come from a peer. */
import { FIRST_ROUND } from "../ids.js";
import type { Round } from "../ids.js";

/** A value with fields, of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value has fields. */
export const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null;

/** Whether a value is text. */
export const isText = (value: unknown): value is string => typeof value === "string";

/** Whether a value is a round that can be entered. */
export const isRound = (value: unknown): value is Round =>
  Number.isSafeInteger(value) && Number(value) >= FIRST_ROUND;

/** Whether a value is a list, and each item of it is as it should be. */
export const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);
