/** Makes a value unchangeable, with all that it holds; maps refuse to be written, too. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    for (const writer of ["set", "delete", "clear"]) Object.defineProperty(value, writer, REFUSAL);
    for (const inner of value.values()) deepFreeze(inner);
  }
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}

const REFUSAL: PropertyDescriptor = {
  value: () => {
    throw new TypeError("a frozen map is not written");
  },
};
