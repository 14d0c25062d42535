/** Reads a time with its unit from the command line. */
import { InvalidArgumentError } from "commander";

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** In seconds. Throws what commander reports as a wrong argument. */
export function readTime(value: string): number {
  const [, amount, unit] = /^([1-9]\d{0,5})([smh])$/.exec(value) ?? [];
  if (amount !== undefined && unit !== undefined) {
    return Number(amount) * SECONDS[unit as keyof typeof SECONDS];
  }
  throw new InvalidArgumentError("Allowed: seconds, minutes or hours, such as 90s, 30m or 2h.");
}
