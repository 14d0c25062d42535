/** Door of the parts that explore any system with plain state. */
export { canonicalText } from "./canonical.js";
export type { ContentOf } from "./canonical.js";
export { clone } from "./clone.js";
export { reduced } from "./reduction.js";
export type { Reduction } from "./reduction.js";
