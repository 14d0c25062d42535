/** Reads the parts of a round that version 2 added, with every problem. */
import type { NodeId } from "../../protocol/ids.js";
import { MOST_ORDER, MOST_ROUNDS, MOST_STABILIZATION_ROUNDS } from "../input/limits.js";
import { fieldOf, isValue, itemOf, oneOf } from "../input/problem.js";
import { fieldsOf, isJsonObject, readItems } from "../input/reading.js";
import type { JsonObject, Reading } from "../input/reading.js";
import { RESTART_STATES } from "../model.js";
import type {
  ExceptionEffect,
  HearSet,
  LinkException,
  PhasePartition,
  Restart,
  RoundConfiguration,
} from "../model.js";
import { isMessageWord, MESSAGE_WORDS, readEnd, readPartition } from "../read-nodes.js";

/** The parts of version 2 among a round's fields: those that are there. */
export type Parts = Pick<
  RoundConfiguration,
  "phases" | "hears" | "exceptions" | "restarts" | "order"
>;

const EFFECTS =
  '"drop", "late", { "late": a timer }, { "hold": a round } or { "delay": 0, 1 or 2 halves of Δ }';
const LATEST = MOST_ROUNDS + MOST_STABILIZATION_ROUNDS;
/** More halves of Δ would break the bound on delays. */
const MOST_HALVES = 2;
const TIMER = /^\w[\w-]*(?: [\w-]+)*$/;
const LONGEST_TIMER = 40;

/** What is there of version 2, of a round at `path`. */
export function readParts(reading: Reading, fields: JsonObject, path: string): Parts {
  const list = <T>(key: keyof Parts, read: ReadItem<T>): readonly T[] | undefined =>
    readList(reading, fields[key], fieldOf(path, key), read);
  const phases = list("phases", readPhase);
  const hears = list("hears", readHearSet);
  const exceptions = list("exceptions", readException);
  const restarts = list("restarts", readRestart);
  const order = readOrder(reading, fields["order"], fieldOf(path, "order"));
  noteRepeated(reading, phases, fieldOf(path, "phases"), "of");
  noteRepeated(reading, hears, fieldOf(path, "hears"), "of");
  noteRepeated(reading, restarts, fieldOf(path, "restarts"), "node");
  return {
    ...(phases === undefined ? {} : { phases }),
    ...(hears === undefined ? {} : { hears }),
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(restarts === undefined ? {} : { restarts }),
    ...(order === undefined ? {} : { order }),
  };
}

type ReadItem<T> = (reading: Reading, document: unknown, path: string) => T | undefined;

function readList<T>(
  reading: Reading,
  document: unknown,
  path: string,
  read: ReadItem<T>,
): readonly T[] | undefined {
  if (document === undefined) return undefined;
  if (!Array.isArray(document) || document.length === 0) {
    reading.note(path, isValue(document), "a list of at least one; leave out what is not used");
    return undefined;
  }
  return readItems(reading, document, path, (item, place) => read(reading, item, place));
}

/** What may be said once, and is said again. */
function noteRepeated<Key extends string>(
  reading: Reading,
  items: readonly Readonly<Record<Key, string>>[] | undefined,
  path: string,
  key: Key,
): void {
  const seen = new Set<string>();
  for (const [index, item] of (items ?? []).entries()) {
    if (seen.has(item[key])) {
      const place = fieldOf(itemOf(path, index), key);
      reading.note(place, `is "${item[key]}" again`, "each once in a round");
    }
    seen.add(item[key]);
  }
}

function readPhase(reading: Reading, document: unknown, path: string): PhasePartition | undefined {
  const fields = fieldsOf(reading, document, path, ["of", "partition"]);
  if (fields === undefined) return undefined;
  const of = readWord(reading, fields["of"], fieldOf(path, "of"));
  const partition = readPartition(reading, fields["partition"], fieldOf(path, "partition"));
  if (of === "*") {
    const allowed = "a type or a phase; the partition of the round is that of all messages";
    reading.note(fieldOf(path, "of"), 'is "*"', allowed);
    return undefined;
  }
  return of !== undefined && partition !== undefined ? { of, partition } : undefined;
}

function readHearSet(reading: Reading, document: unknown, path: string): HearSet | undefined {
  const fields = fieldsOf(reading, document, path, ["of", "hearers"]);
  if (fields === undefined) return undefined;
  const of = readWord(reading, fields["of"], fieldOf(path, "of"));
  const hearers = readNodes(reading, fields["hearers"], fieldOf(path, "hearers"));
  return of !== undefined && hearers !== undefined ? { of, hearers } : undefined;
}

function readException(
  reading: Reading,
  document: unknown,
  path: string,
): LinkException | undefined {
  const fields = fieldsOf(reading, document, path, ["types", "from", "to", "effect"]);
  if (fields === undefined) return undefined;
  const types = readWords(reading, fields["types"], fieldOf(path, "types"));
  const from = readSomebody(reading, fields["from"], fieldOf(path, "from"));
  const to = readSomebody(reading, fields["to"], fieldOf(path, "to"));
  const effect = readEffect(reading, fields["effect"], fieldOf(path, "effect"));
  if (types === undefined || from === undefined || to === undefined) return undefined;
  return effect === undefined ? undefined : { types, from, to, effect };
}

function readRestart(reading: Reading, document: unknown, path: string): Restart | undefined {
  const fields = fieldsOf(reading, document, path, ["node", "state"]);
  if (fields === undefined) return undefined;
  const node = readEnd(reading, fields["node"], fieldOf(path, "node"));
  const state = RESTART_STATES.find((each) => each === fields["state"]);
  if (state === undefined) {
    reading.note(fieldOf(path, "state"), isValue(fields["state"]), oneOf(RESTART_STATES));
    return undefined;
  }
  return node && { node, state };
}

function readOrder(reading: Reading, document: unknown, path: string): number | undefined {
  if (document === undefined) return undefined;
  if (isWhole(document, 1, MOST_ORDER)) return document;
  reading.note(path, isValue(document), `a seed, a whole number from 1 to ${MOST_ORDER}`);
  return undefined;
}

function readWord(reading: Reading, document: unknown, path: string): string | undefined {
  if (isMessageWord(document)) return document;
  reading.note(path, isValue(document), MESSAGE_WORDS);
  return undefined;
}

function readWords(
  reading: Reading,
  document: unknown,
  path: string,
): readonly string[] | undefined {
  if (!Array.isArray(document) || document.length === 0) {
    reading.note(path, isValue(document), `a list of words, each ${MESSAGE_WORDS}`);
    return undefined;
  }
  return readItems(reading, document, path, (word, place) => readWord(reading, word, place));
}

/** Some nodes, each once, in the order of the roster. */
function readNodes(
  reading: Reading,
  document: unknown,
  path: string,
): readonly NodeId[] | undefined {
  if (!Array.isArray(document)) {
    const labels = oneOf(reading.names.labels);
    reading.note(path, isValue(document), `a list of nodes, each ${labels}`);
    return undefined;
  }
  const named = new Set<NodeId>();
  readItems(reading, document, path, (name, place) => {
    const node = readEnd(reading, name, place);
    if (node !== undefined && named.has(node)) {
      reading.note(place, `is "${node}" again`, "each node once");
    }
    if (node !== undefined) named.add(node);
    return node;
  });
  return reading.names.nodes.filter((node) => named.has(node));
}

/** At least one node. */
function readSomebody(
  reading: Reading,
  document: unknown,
  path: string,
): readonly NodeId[] | undefined {
  if (!Array.isArray(document) || document.length > 0) return readNodes(reading, document, path);
  reading.note(path, "names nobody", `a list of nodes, each ${oneOf(reading.names.labels)}`);
  return undefined;
}

function readEffect(
  reading: Reading,
  document: unknown,
  path: string,
): ExceptionEffect | undefined {
  if (document === "drop" || document === "late") return document;
  const [key, ...others] = isJsonObject(document) ? Object.keys(document) : [];
  if (!isJsonObject(document) || key === undefined || others.length > 0) {
    reading.note(path, isValue(document), EFFECTS);
    return undefined;
  }
  const value = document[key];
  const place = fieldOf(path, key);
  const effect = effectOf(key, value);
  const allowed = EFFECT_VALUES.get(key);
  if (allowed === undefined) reading.note(place, "is not a known key", EFFECTS);
  else if (effect === undefined) reading.note(place, isValue(value), allowed);
  return effect;
}

/** By key of an effect: the values that it may have. */
const EFFECT_VALUES: ReadonlyMap<string, string> = new Map([
  ["late", "the name of a timer of the protocol"],
  ["hold", `a round, a whole number from 1 to ${LATEST}`],
  ["delay", "0, 1 or 2 halves of Δ: delays lie on a grid of Δ/2, and none exceeds Δ"],
]);

function effectOf(key: string, value: unknown): ExceptionEffect | undefined {
  if (key === "late" && isTimer(value)) return { late: value };
  if (key === "hold" && isWhole(value, 1, LATEST)) return { hold: value };
  return key === "delay" && isWhole(value, 0, MOST_HALVES) ? { delay: value } : undefined;
}

/** One that ends like a number of rounds could not be written on one line. */
const isTimer = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length <= LONGEST_TIMER &&
  TIMER.test(value) &&
  !/(?:^| )x\d+$/.test(value);

const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
