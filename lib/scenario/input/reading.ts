/** Reads nested documents by hand, and collects all problems with their paths. */
import type { NodeId, ReplicaId } from "../../protocol/ids.js";
import { isValue, itemOf, member, oneOf } from "./problem.js";
import type { Read } from "./problem.js";
import { Problems } from "./problems.js";

/** The names that a document may use. */
export interface Names {
  readonly nodes: readonly NodeId[];
  /** The names in the document, for messages. */
  readonly labels: readonly string[];
  /** The position of a node, by what the document calls it. */
  readonly positions: ReadonlyMap<unknown, number>;
  /** The replicas, by what the document calls them. */
  readonly leaders: ReadonlyMap<unknown, ReplicaId>;
  /** Whether a partition may have groups without a node, which then mean nothing. */
  readonly emptyGroups: boolean;
  /** Of the language: version 1 has leaders, partitions and drops. */
  readonly version: 1 | 2;
}

/** One document being read: what it may say, and what is wrong with it so far. */
export class Reading {
  readonly names: Names;
  readonly problems = new Problems();

  constructor(names: Names) {
    this.names = names;
  }

  note(path: string, wrong: string, allowed: string): void {
    this.problems.add({ path, wrong, allowed });
  }
}

/** Reads a document that may use some names: the value, or every problem that was noted. */
export function readWith<T>(names: Names, read: (reading: Reading) => T | undefined): Read<T> {
  const reading = new Reading(names);
  return reading.problems.unless(read(reading));
}

/** What JSON text in braces parses to. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object's fields, with unknown keys noted; undefined and noted when it is something else. */
export function fieldsOf(
  reading: Reading,
  document: unknown,
  path: string,
  keys: readonly string[],
): JsonObject | undefined {
  if (!isJsonObject(document)) {
    reading.note(path, isValue(document), `an object with ${keys.join(", ")}`);
    return undefined;
  }
  for (const key of Object.keys(document)) {
    if (reading.problems.isFull) break;
    if (!keys.includes(key)) reading.note(member(path, key), "is not a known key", oneOf(keys));
  }
  return document;
}

/** The valid items of a list; stops when enough problems are collected. */
export function readItems<T>(
  reading: Reading,
  items: readonly unknown[],
  path: string,
  read: (item: unknown, path: string) => T | undefined,
): readonly T[] {
  const values: T[] = [];
  for (const [index, item] of items.entries()) {
    if (reading.problems.isFull) break;
    const value = read(item, itemOf(path, index));
    if (value !== undefined) values.push(value);
  }
  return values;
}
