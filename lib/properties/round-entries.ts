/** Records when honest nodes enter rounds. */
import type { RoundEntries } from "../protocol/judging/facts.js";
import { GENESIS_ROUND, maxRound, type Round } from "../protocol/ids.js";
import type { RunInfo } from "../protocol/judging/observed-event.js";
import type { Entered } from "../protocol/judging/property.js";

export const noEntries = (runInfo: RunInfo): RoundEntries => ({
  highest: runInfo.nodes.map(() => GENESIS_ROUND),
  first: new Map(),
  stableSince: null,
});

/** Records that an honest node entered a round. */
export function recordEntry(entries: RoundEntries, entered: Entered, runInfo: RunInfo): void {
  const { node, round, at } = entered;
  entries.highest[node.index] = maxRound(highestOf(entries, node.index), round);
  if (round < runInfo.stableFrom) return;
  if (!entries.first.has(round)) entries.first.set(round, { node: node.id, at });
  if (entries.stableSince === null && allStable(entries, runInfo)) entries.stableSince = at;
}

function allStable(entries: RoundEntries, runInfo: RunInfo): boolean {
  for (const node of runInfo.nodes) {
    if (node.honest && highestOf(entries, node.index) < runInfo.stableFrom) return false;
  }
  return true;
}

/** The highest round that the node of that index has entered. */
export const highestOf = (entries: RoundEntries, index: number): Round =>
  entries.highest[index] ?? GENESIS_ROUND;
