/** Copies plain data (objects, arrays, maps, sets, primitives) and gives it a canonical text. */

/**
 * A text that is equal for two values exactly if they are equal: the same kinds of containers with
 * equal contents, maps and sets in the same order. Objects count by their own enumerable fields.
 * O(size); of what is not plain data (functions, cycles) it throws.
 */
export function canonicalText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      return value === null ? "null" : containerText(value);
    default:
      throw new TypeError(`a ${typeof value} is no plain data`);
  }
}

function containerText(value: object): string {
  const list = (items: Iterable<unknown>): string => Array.from(items, canonicalText).join();
  if (Array.isArray(value)) return `[${list(value)}]`;
  if (value instanceof Set) return `s(${list(value)})`;
  if (value instanceof Map) {
    const pairs = Array.from(
      value,
      ([key, each]) => `${canonicalText(key)}:${canonicalText(each)}`,
    );
    return `m(${pairs.join()})`;
  }
  const fields = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}:${canonicalText(each)}`,
  );
  return `{${fields.join()}}`;
}

/**
 * A copy that shares no container with the original. Frozen objects and instances of classes (such
 * as messages) are immutable by convention, and are shared. O(size).
 */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => copyOf(each));
  if (value instanceof Set) return new Set(Array.from(value, (each: unknown) => copyOf(each)));
  if (value instanceof Map) {
    return new Map(
      Array.from(value, ([key, each]: readonly [unknown, unknown]) => [key, copyOf(each)]),
    );
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each)]));
}
