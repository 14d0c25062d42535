/** The facts of a run before anything has happened. */
import type { Facts } from "../protocol/facts.js";
import type { Setting } from "../protocol/occurrence.js";
import { emptyTree } from "./block-tree.js";
import { noEntries } from "./round-entries.js";

export const noFacts = (setting: Setting): Facts => ({
  tree: emptyTree(),
  entries: noEntries(setting),
});
