/** The live fields of a round: what of its configuration can still be read. */
import { usesVersion2 } from "../../../lib/scenario/model.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";
import { fateUnder } from "../../run/network/links.js";
import type { Topology } from "../../run/world.js";
import type { Query } from "./candidates.js";

/** The fields of a round's configuration that can still be read. */
export interface LiveFields {
  /**
   * The nodes that may send a message of the round without receiving one first: a bit for each
   * index.
   */
  readonly senders: number;
  /** Whether its leader may be read. */
  readonly leader: boolean;
  /** Whether a property may read if it is quorumless. */
  readonly quorum: boolean;
}

export const hasNoLiveField = ({ senders, leader, quorum }: LiveFields): boolean =>
  senders === 0 && !leader && !quorum;

/** The query for all live fields of a round. */
export function liveFieldsQuery(live: LiveFields, topology: Topology): Query {
  const { senders, leader, quorum } = live;
  return {
    key: `matters ${senders} ${leader} ${quorum}`,
    answer: (configuration) =>
      [
        leader ? configuration.leader : "",
        quorum ? topology.isQuorumless(configuration) : "",
        usesVersion2(configuration)
          ? allLinks(configuration, topology)
          : links(configuration, senders, topology),
      ].join(" "),
  };
}

/**
 * The links that can still carry a message. A receiver may answer in the round of the message even
 * after it has left that round (block sync), so the whole groups of all senders count, and no
 * others.
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

/**
 * Every link, of every type of message: with hear sets and groups of phases, to hear is neither
 * mutual nor passed on, so that nothing is left out.
 */
const allLinks = (configuration: RoundConfiguration, { nodes, words }: Topology): string =>
  words.types
    .flatMap((type) =>
      nodes.flatMap((from) =>
        nodes.map((to) => fateUnder(configuration, { from, to, message: { type } }, words)),
      ),
    )
    .join();

/** The query for a node's group, a bit for each index; with parts of version 2, all nodes. */
export const reachQuery = (index: number, { nodes, groupings }: Topology): Query => ({
  key: `group of ${index}`,
  answer(configuration) {
    if (usesVersion2(configuration)) return String((1 << nodes.length) - 1);
    const groups = groupings.of(configuration);
    const members = nodes.filter((node) => groups[node.index] === groups[index]);
    return String(members.reduce((mask, node) => mask | (1 << node.index), 0));
  },
});
