/** The initial facts of a run. */
import type { Facts } from "../protocol/judging/facts.js";
import type { RunInfo } from "../protocol/judging/observed-event.js";
import { emptyTree } from "./block-tree.js";
import { noEntries } from "./round-entries.js";

export const noFacts = (runInfo: RunInfo): Facts => ({
  tree: emptyTree(),
  entries: noEntries(runInfo),
  overdue: null,
});
