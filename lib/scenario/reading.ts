import type { NodeId, ReplicaId } from "../protocol/ids.js";
import { isValue, itemOf, member, oneOf } from "./problem.js";
import type { Problem } from "./problem.js";

/** The names that a document may use. */
export interface Names {
  readonly nodes: readonly NodeId[];
  readonly positions: ReadonlyMap<unknown, number>;
  readonly leaders: ReadonlyMap<unknown, ReplicaId>;
}

/** One document being read: what it may say, and what is wrong with it so far. */
export class Reading {
  readonly names: Names;
  readonly problems: Problem[] = [];

  constructor(names: Names) {
    this.names = names;
  }

  note(path: string, wrong: string, allowed: string): void {
    this.problems.push({ path, wrong, allowed });
  }
}

export type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object's fields, with unknown keys noted; undefined and noted when it is something else. */
export function fieldsOf(
  reading: Reading,
  document: unknown,
  path: string,
  keys: readonly string[],
): Fields | undefined {
  if (!isObject(document)) {
    reading.note(path, isValue(document), `an object with ${keys.join(", ")}`);
    return undefined;
  }
  for (const key of Object.keys(document)) {
    if (!keys.includes(key)) reading.note(member(path, key), "is not a known key", oneOf(keys));
  }
  return document;
}

/** What could be read of a list's items. */
export function readItems<T>(
  items: readonly unknown[],
  path: string,
  read: (item: unknown, path: string) => T | undefined,
): readonly T[] {
  const values: T[] = [];
  items.forEach((item, index) => {
    const value = read(item, itemOf(path, index));
    if (value !== undefined) values.push(value);
  });
  return values;
}
