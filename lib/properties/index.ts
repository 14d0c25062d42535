/**
 * The public exports of twins-bft/properties: what is judged in every protocol, what can be
 * promised, and the judge that checks a run.
 *
 * @module twins-bft/properties
 */
export { isSafety, promised, propertiesOf, selectableOf, UNIVERSAL } from "./all.js";
export type { AnyProperty } from "./all.js";
export { agreement } from "./agreement.js";
export { blame } from "./blame.js";
export { boundedCommit } from "./bounded-commit.js";
export { certificateQuorum } from "./certificate-quorum.js";
export { certifiedUniqueness } from "./certified-uniqueness.js";
export { commitIntegrity } from "./commit-integrity.js";
export { addTestimony, guiltIn, guiltSentence } from "./guilt.js";
export type { Guilt, Testimony } from "./guilt.js";
export { judge, Judge } from "./judge.js";
export type { Verdicts } from "./judge.js";
export { blockName } from "./names.js";
export { quorumlessProgress } from "./quorumless-progress.js";
export type { Readers } from "./readers.js";
export { recovery } from "./recovery.js";
export { signOnce } from "./sign-once.js";
export { validity } from "./validity.js";
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
