/**
 * Copies plain state: objects, arrays, maps and sets, at any depth, that nobody else holds.
 *
 * Shared are values that never change: strings, numbers and the like, frozen objects, functions,
 * and instances of classes other than Map and Set (messages, certificates). State is a tree: no
 * container is in it twice.
 */
export function clone<State>(state: State): State {
  return copyOf(state) as State;
}

function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.isFrozen(value) ? value : value.map(copyOf);
  if (value instanceof Map) return copyOfMap(value);
  if (value instanceof Set) return new Set(Array.from(value, copyOf));
  if (!isPlainObject(value) || Object.isFrozen(value)) return value;
  return copyOfObject(value);
}

/** An object that a literal makes. Any other object is a value that never changes. */
export function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function copyOfMap(map: ReadonlyMap<unknown, unknown>): Map<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  for (const [key, value] of map) copy.set(key, copyOf(value));
  return copy;
}

function copyOfObject(
  object: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = { ...object };
  for (const name in copy) {
    const value = copy[name];
    if (typeof value === "object" && value !== null) copy[name] = copyOf(value);
  }
  return copy;
}
