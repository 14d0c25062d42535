/** When honest nodes enter rounds. */
import type { RoundEntries } from "../protocol/facts.js";
import { GENESIS_ROUND, maxRound, type Round } from "../protocol/ids.js";
import type { Setting } from "../protocol/occurrence.js";
import type { Entered } from "../protocol/property.js";

export const noEntries = (setting: Setting): RoundEntries => ({
  highest: setting.nodes.map(() => GENESIS_ROUND),
  first: new Map(),
  stableSince: null,
});

/** Records that an honest node entered a round. */
export function recordEntry(entries: RoundEntries, entered: Entered, setting: Setting): void {
  const { node, round, at } = entered;
  entries.highest[node.index] = maxRound(highestOf(entries, node.index), round);
  if (round < setting.stableFrom) return;
  if (!entries.first.has(round)) entries.first.set(round, { node: node.id, at });
  if (entries.stableSince === null && allStable(entries, setting)) entries.stableSince = at;
}

function allStable(entries: RoundEntries, setting: Setting): boolean {
  for (const node of setting.nodes) {
    if (node.honest && highestOf(entries, node.index) < setting.stableFrom) return false;
  }
  return true;
}

/** The highest round that the node of that index has entered. */
export const highestOf = (entries: RoundEntries, index: number): Round =>
  entries.highest[index] ?? GENESIS_ROUND;
