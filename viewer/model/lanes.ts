/** The lanes of a diagram: a node each, a twin beside its original. */
import type { Trace } from "../data/page-data.js";

/** A node of a run. */
export interface Lane {
  readonly node: string;
  readonly replica: string;
  readonly honest: boolean;
  /** Whether another node before it has the same identity. */
  readonly twin: boolean;
}

/** The nodes of a trace by replica, in the order of its header. */
export function lanesOf({ header, events }: Trace): readonly Lane[] {
  const known = new Set(header.nodes.map(({ node }) => node));
  const named = events.flatMap((event) => [event.node, ...("to" in event ? [event.to] : [])]);
  const others = [...new Set(named)].filter((node) => !known.has(node));
  const nodes = [...header.nodes, ...others.map((node) => ({ node, replica: node, honest: true }))];
  const replicas = [...new Set(nodes.map(({ replica }) => replica))];
  return replicas.flatMap((replica) =>
    nodes
      .filter((each) => each.replica === replica)
      .map((each, index) => ({ ...each, twin: index > 0 })),
  );
}
