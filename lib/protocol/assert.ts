/** Invariants of protocols. */

/** A broken invariant of a protocol. The host reports the verdict `crashed`. */
export class InvariantViolation extends Error {
  /** What should have been true, in words. */
  readonly invariant: string;
  /** What a person needs to see of the state in which it was not. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(invariant: string, facts: Readonly<Record<string, unknown>>) {
    super(`${invariant} ${JSON.stringify(facts)}`);
    this.name = "InvariantViolation";
    this.invariant = invariant;
    this.facts = facts;
  }
}

/**
 * States what must be true here. `facts` are what a person needs to see when it is not.
 * @throws {InvariantViolation} when it is not.
 */
export function invariant(
  holds: boolean,
  name: string,
  facts: Readonly<Record<string, unknown>> = {},
): asserts holds {
  if (!holds) throw new InvariantViolation(name, facts);
}

/**
 * Ends an exhaustive `switch`: the compiler refuses a union with a case left out.
 * @throws {InvariantViolation} always: for a value that the types rule out.
 */
export function unreachable(value: never): never {
  throw new InvariantViolation("every case of the union is handled", { value });
}
