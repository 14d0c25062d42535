/** The results of attacks. */
import type { CaseResult } from "../run/run-case.js";
import type { AttackFile } from "./attack-folder.js";

/** One variant of an attack that was run, and the line that runs it again. */
export interface VariantResult {
  readonly result: CaseResult;
  readonly replay: string;
}

/** An attack that was run. */
export interface AttackResult extends AttackFile {
  /** The flawed variant, and its control. */
  readonly variants: readonly VariantResult[];
}
