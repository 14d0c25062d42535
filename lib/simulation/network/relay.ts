/** Relays: the network passes on to everybody what an honest node has received. */
import type { Certificate } from "../../protocol/description.js";
import type { NodeInfo } from "../../protocol/judging/observed-event.js";
import type { Node } from "../node.js";
import type { Scheduler } from "../scheduler.js";
import type { RelayRule } from "../script.js";
import type { Sending } from "./post.js";

/** A message since it was sent last. */
interface Spread<M extends object> {
  readonly sending: Sending<M>;
  /** By index: the nodes that have received it. */
  readonly received: Set<number>;
  isRelayed: boolean;
}

/** Relays messages to honest nodes, each at most once to each. */
export class RelayNetwork<M extends object> {
  readonly #scheduler: Scheduler<M>;
  #rule: RelayRule | undefined;
  #nodes: readonly Node<unknown>[] = [];
  readonly #sent = new Map<M, Spread<M>>();
  /** By index of a node: what it has received, as long as a certificate may be made of it. */
  readonly #votes = new Map<number, Spread<M>[]>();
  /** What waits until its receiver has left the scripted rounds. */
  #waiting: { readonly spread: Spread<M>; readonly to: NodeInfo }[] = [];

  constructor(scheduler: Scheduler<M>) {
    this.#scheduler = scheduler;
  }

  /** Begins a run under this rule; undefined: nothing is relayed. */
  reset(rule: RelayRule | undefined, nodes: readonly Node<unknown>[]): void {
    this.#rule = rule;
    this.#nodes = nodes;
    this.#sent.clear();
    this.#votes.clear();
    this.#waiting = [];
  }

  /** A message is sent, perhaps again: then it may be relayed again. */
  sent(sending: Sending<M>): void {
    if (this.#rule === undefined) return;
    this.#sent.set(sending.payload, { sending, received: new Set(), isRelayed: false });
  }

  /** A copy arrives: whether its receiver does not have the message yet. */
  receives({ index, honest }: NodeInfo, payload: M): boolean {
    const spread = this.#rule && this.#sent.get(payload);
    if (spread === undefined) return true;
    if (spread.received.has(index)) return false;
    spread.received.add(index);
    if (!honest) return true;
    const shows = (spread.sending.message.shows ?? []).length > 0;
    if (this.#rule?.what === "everything" || shows) this.#relay(spread);
    const votes = this.#votes.get(index);
    if (votes === undefined) this.#votes.set(index, [spread]);
    else votes.push(spread);
    return true;
  }

  /** A node has formed a certificate. */
  certified({ index, honest }: NodeInfo, certificate: Certificate): void {
    if (this.#rule === undefined || !honest) return;
    for (const spread of this.#votes.get(index) ?? []) {
      if (isPartOf(spread.sending, certificate)) this.#relay(spread);
    }
  }

  /** A node has entered a round: what waited for it is on its way. */
  entered({ spec: { info }, round }: Node<unknown>): void {
    if (this.#rule === undefined || round <= this.#rule.after) return;
    const due = this.#waiting.filter(({ to }) => to === info);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter(({ to }) => to !== info);
    for (const { spread, to } of due) this.#post(spread, to);
  }

  #relay(spread: Spread<M>): void {
    const rule = this.#rule;
    if (spread.isRelayed || rule === undefined) return;
    spread.isRelayed = true;
    for (const { spec, round } of this.#nodes) {
      const to = spec.info;
      if (!to.honest || to === spread.sending.from || spread.received.has(to.index)) continue;
      if (round > rule.after) this.#post(spread, to);
      else this.#waiting.push({ spread, to });
    }
  }

  #post({ sending, received }: Spread<M>, to: NodeInfo): void {
    if (received.has(to.index)) return;
    this.#scheduler.postAfter(sending, [to], this.#rule?.delay ?? 0);
  }
}

/** Whether a certificate is made of a message, or is for the block that it proposes. */
function isPartOf({ message }: Sending<object>, { slot, value, signers }: Certificate): boolean {
  const { block, signs = [], sender } = message;
  if (block?.id === value) return true;
  return (
    signers.includes(sender) && signs.some((each) => each.slot === slot && each.value === value)
  );
}
