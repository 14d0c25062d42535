/** The type of an injectable bug. */
import type { Rules } from "./rules.js";

/** A bug as a person needs to know it. */
export interface Bug {
  readonly rules: (rules: Rules) => Rules;
  /** The paper's line that it breaks. */
  readonly breaks: string;
}

export type Bugs = Readonly<Record<string, Bug>>;
