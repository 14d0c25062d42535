/** Door of the parts that explore any system with plain state. */
export { clone } from "./clone.js";
