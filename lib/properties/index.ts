export { PROPERTIES, PROPERTY_NAMES } from "./all.js";
export { blockName } from "./names.js";
export { judge, Judge } from "./judge.js";
export type { Verdicts } from "./judge.js";
export type { BlockFacts, BlockTree } from "./block-tree.js";
export type { Facts } from "./facts.js";
export type { RoundEntries } from "./round-entries.js";
export type {
  Committed,
  Ending,
  Entered,
  Handlers,
  Property,
  PropertyName,
  Run,
  RunEnd,
  Verdict,
  Witness,
} from "./property.js";
