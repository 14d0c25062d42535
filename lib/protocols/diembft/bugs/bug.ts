/** The type of an injectable bug. */
import type { Rules } from "../rules.js";

/** A bug as a person needs to know it. */
export interface Bug {
  /** Replaces one of the rules that it is given, or some that belong together. */
  readonly rules: (rules: Rules) => Rules;
  /** The paper's line that it breaks. */
  readonly breaks: string;
}

/** Bugs by name. */
export type Bugs = Readonly<Record<string, Bug>>;
