import type { ReplicaId } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import { fateUnder } from "../../run/network.js";
import type { Topology } from "../../run/world.js";
import type { Question } from "./candidates.js";
import { questionOf, reachOf } from "./relevance.js";
import type { Inquiry } from "./relevance.js";

/** Every question that a run may ask of a round, each made once. */
export class Questions {
  readonly leader: Question = { key: "leader", answer: ({ leader }) => leader };
  readonly quorumless: Question;
  readonly #cast: Topology;
  readonly #fates = new Map<string, Question>();
  readonly #inquiries = new Map<number, Question>();
  readonly #reach: readonly Question[];

  constructor(cast: Topology) {
    this.#cast = cast;
    this.quorumless = { key: "quorumless", answer: (each) => String(cast.isQuorumless(each)) };
    this.#reach = cast.nodes.map(({ index }) => reachOf(index, cast));
  }

  /** What of a round can still matter. */
  inquiry(inquiry: Inquiry): Question {
    const { senders, leader, quorum } = inquiry;
    const key = senders * 4 + (leader ? 2 : 0) + (quorum ? 1 : 0);
    let question = this.#inquiries.get(key);
    if (question === undefined) {
      question = questionOf(inquiry, this.#cast);
      this.#inquiries.set(key, question);
    }
    return question;
  }

  /** The group of the node at an index: a bit for each index. */
  reach(index: number): Question | undefined {
    return this.#reach[index];
  }

  /** What becomes of a message to one identity, or to all. */
  fate(from: NodeInfo, to: ReplicaId | null, type: string): Question {
    const key = `${from.index} ${to ?? "*"} ${type}`;
    let question = this.#fates.get(key);
    if (question === undefined) {
      const receivers = this.#cast.nodes.filter((node) => to === null || node.replica === to);
      const { words } = this.#cast;
      const answer: Question["answer"] = (each) =>
        receivers.map((to) => fateUnder(each, { from, to, message: { type } }, words)).join();
      question = { key, answer };
      this.#fates.set(key, question);
    }
    return question;
  }
}
