/** The queries that a run makes of a round configuration. */
import type { ReplicaId } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import { fateUnder } from "../../run/network/links.js";
import type { Topology } from "../../run/world.js";
import type { Query } from "./candidates.js";
import { liveFieldsQuery, reachQuery } from "./live-fields.js";
import type { LiveFields } from "./live-fields.js";

/** All queries of a round's configuration, interned. */
export class Queries {
  readonly leader: Query = { key: "leader", answer: ({ leader }) => leader };
  readonly quorumless: Query;
  readonly #topology: Topology;
  readonly #fates = new Map<string, Query>();
  readonly #byLiveFields = new Map<number, Query>();
  readonly #reach: readonly Query[];

  constructor(topology: Topology) {
    this.#topology = topology;
    this.quorumless = { key: "quorumless", answer: (each) => String(topology.isQuorumless(each)) };
    this.#reach = topology.nodes.map(({ index }) => reachQuery(index, topology));
  }

  /** The query for the live fields of a round. */
  liveFields(live: LiveFields): Query {
    const { senders, leader, quorum } = live;
    const key = senders * 4 + (leader ? 2 : 0) + (quorum ? 1 : 0);
    let query = this.#byLiveFields.get(key);
    if (query === undefined) {
      query = liveFieldsQuery(live, this.#topology);
      this.#byLiveFields.set(key, query);
    }
    return query;
  }

  /** The query for the group of the node at an index: a bit for each index. */
  reach(index: number): Query | undefined {
    return this.#reach[index];
  }

  /** The query for the fate of a message to one identity, or to all. */
  fate(from: NodeInfo, to: ReplicaId | null, type: string): Query {
    const key = `${from.index} ${to ?? "*"} ${type}`;
    let query = this.#fates.get(key);
    if (query === undefined) {
      const receivers = this.#topology.nodes.filter((node) => to === null || node.replica === to);
      const { words } = this.#topology;
      const answer: Query["answer"] = (each) =>
        receivers.map((to) => fateUnder(each, { from, to, message: { type } }, words)).join();
      query = { key, answer };
      this.#fates.set(key, query);
    }
    return query;
  }
}
