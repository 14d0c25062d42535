/** Freezes messages and certificates, so that whoever changes one that was told throws. */

/**
 * Freezes a value and all objects and lists in it, but for what is frozen already. Maps, sets and
 * buffers in it can still be changed. O(what is not frozen).
 */
export function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  if (ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}
