/**
 * The public exports of twins-bft/properties: what is judged in every protocol, what can be
 * promised, and the judge that checks a run.
 *
 * @module twins-bft/properties
 */
export { isSafety, promised, propertiesOf, selectableOf, UNIVERSAL } from "./all.js";
export type { AnyProperty } from "./all.js";
export { agreement } from "./safety/agreement.js";
export { blame } from "./evidence/blame.js";
export { boundedCommit } from "./liveness/bounded-commit.js";
export { certificateQuorum } from "./safety/certificate-quorum.js";
export { certifiedUniqueness } from "./safety/certified-uniqueness.js";
export { commitIntegrity } from "./safety/commit-integrity.js";
export { addTestimony, guiltIn, guiltSentence } from "./evidence/guilt.js";
export type { Guilt, Testimony } from "./evidence/guilt.js";
export { judge, Judge } from "./judge.js";
export type { Verdicts } from "./judge.js";
export { blockName } from "./names.js";
export { quorumlessProgress } from "./liveness/quorumless-progress.js";
export type { Readers } from "./readers.js";
export { recovery } from "./liveness/recovery.js";
export { signOnce } from "./safety/sign-once.js";
export { validity } from "./safety/validity.js";
export { HELD, vacuous, violated } from "../protocol/judging/property.js";
export type { ObservedRun } from "../protocol/judging/observed-run.js";
export type {
  Committed,
  EndingKind,
  Entered,
  Handlers,
  Property,
  RunEnd,
  Verdict,
  Witness,
} from "../protocol/judging/property.js";
