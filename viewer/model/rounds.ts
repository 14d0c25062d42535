/** The rounds of the nodes as bands, and the groups that a scenario puts the nodes in. */
import type { Layout } from "./layout.js";
import type { Run } from "./run.js";

/** A stay of a node in a round. */
export interface RoundBand {
  readonly node: string;
  readonly round: number;
  readonly from: number;
  readonly to: number;
  /** The number of the node's group in that round; undefined after the scripted rounds. */
  readonly group: number | undefined;
}

/** The bands of all nodes. */
export function roundBands(run: Run, layout: Layout): readonly RoundBand[] {
  const open = new Map<string, { readonly round: number; readonly from: number }>();
  const bands: RoundBand[] = [];
  const close = (node: string, to: number): void => {
    const band = open.get(node);
    if (band === undefined) return;
    bands.push({ node, ...band, to, group: groupOf(run, node, band.round) });
  };
  for (const { index, node, parts } of run.steps) {
    for (const part of parts) {
      if (part.kind !== "action" || part.action.event !== "enter") continue;
      const from = layout.steps[index]?.y ?? 0;
      close(node, from);
      open.set(node, { round: part.action.round, from });
    }
  }
  for (const { node } of run.lanes) close(node, layout.height);
  return bands;
}

/** The number of a node's group in a round, from 0 on. */
function groupOf({ trace }: Run, node: string, round: number): number | undefined {
  const group = trace.header.rounds[round - 1]?.partition.findIndex((each) =>
    each.some((name) => name === node),
  );
  return group === undefined || group < 0 ? undefined : group;
}
