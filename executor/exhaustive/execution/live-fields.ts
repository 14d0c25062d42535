import type { RoundConfiguration } from "../../../lib/scenario/model.js";
import type { Topology } from "../../run/world.js";
import type { Query } from "./candidates.js";

/** What of a round can still be asked. */
export interface LiveFields {
  /** Who may send a message of the round without having got one: a bit for each node's index. */
  readonly senders: number;
  /** Whether its leader may be asked for. */
  readonly leader: boolean;
  /** Whether it may be asked if it is quorumless. */
  readonly quorum: boolean;
}

export const hasNoLiveField = ({ senders, leader, quorum }: LiveFields): boolean =>
  senders === 0 && !leader && !quorum;

/** Asks for all of a round that can still matter. */
export function liveFieldsQuery(live: LiveFields, topology: Topology): Query {
  const { senders, leader, quorum } = live;
  return {
    key: `matters ${senders} ${leader} ${quorum}`,
    answer: (configuration) =>
      [
        leader ? configuration.leader : "",
        quorum ? topology.isQuorumless(configuration) : "",
        links(configuration, senders, topology),
      ].join(" "),
  };
}

/**
 * Who hears whom. Whoever gets a message of a round may answer in that round, even if it is over
 * for it (block sync), so the groups of all senders count as a whole, and no others.
 */
function links(configuration: RoundConfiguration, senders: number, { nodes, groupings }: Topology) {
  const groups = groupings.of(configuration);
  const speaking = new Set<number | undefined>();
  for (const { index } of nodes) if ((senders & (1 << index)) !== 0) speaking.add(groups[index]);
  const heard = nodes.filter(({ index }) => speaking.has(groups[index]));
  const members = heard.map(({ id, index }) => `${id}${groups.indexOf(groups[index] ?? -1)}`);
  const ids = new Set(heard.map(({ id }) => id));
  const drops = configuration.drops.filter(({ from }) => ids.has(from));
  return `${members.join("")} ${drops.map(({ from, to, type }) => `${from}>${to} ${type}`).join()}`;
}

/** Asks for a node's group: a bit for each index. */
export const reachQuery = (index: number, { nodes, groupings }: Topology): Query => ({
  key: `group of ${index}`,
  answer(configuration) {
    const groups = groupings.of(configuration);
    const members = nodes.filter((node) => groups[node.index] === groups[index]);
    return String(members.reduce((mask, node) => mask | (1 << node.index), 0));
  },
});
