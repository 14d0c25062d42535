import type { Setting } from "../protocol/occurrence.js";
import { emptyTree, type BlockTree } from "./block-tree.js";
import { noEntries, type RoundEntries } from "./round-entries.js";

/** What a run has shown so far, gathered once and shared by all properties. Plain data. */
export interface Facts {
  readonly tree: BlockTree;
  readonly entries: RoundEntries;
}

export const noFacts = (setting: Setting): Facts => ({
  tree: emptyTree(),
  entries: noEntries(setting),
});
