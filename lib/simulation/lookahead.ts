/** Finds the events that follow in the present instant whatever the ones before them lead to. */
import type { Event } from "../protocol/host/event.js";
import type { UpcomingEvent } from "../protocol/host/remote.js";
import type { Millis } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import { Post } from "./network/post.js";
import type { Node } from "./node.js";
import { Call } from "./scheduler.js";
import type { PendingTimer } from "./timers.js";

/** More events are not announced at once. */
const MOST_EVENTS = 1000;

/** What an event is followed by. */
export interface Following<S extends object, M extends object> {
  /** The node of the event. */
  readonly first: Node<S>;
  /** What is due in this instant, in order. */
  readonly due: readonly (Post<M> | PendingTimer | Call)[];
  readonly nodes: readonly Node<S>[];
  readonly at: Millis;
  /** So many timers may fire before the progress of nodes is asked for. */
  readonly timers: number;
}

/**
 * The events that are due up to the first that may not happen: a timer that an earlier event of its
 * own node may stop. What a node does reaches no other node in the same instant, and messages on
 * their way are always delivered.
 */
export function upcomingEvents<S extends object, M extends object>({
  first,
  due,
  nodes,
  at,
  timers,
}: Following<S, M>): readonly UpcomingEvent<S, M>[] {
  let left = timers;
  const upcoming: UpcomingEvent<S, M>[] = [];
  const seen = new Set<NodeInfo>([first.spec.info]);
  const add = (to: NodeInfo, event: Event<M>): void => {
    seen.add(to);
    const node = nodes[to.index];
    if (node !== undefined) upcoming.push({ state: node.state, event, at });
  };
  for (const item of due) {
    if (item instanceof Call || upcoming.length >= MOST_EVENTS) break;
    if (item instanceof Post) {
      for (const { to } of item.deliveries()) add(to, item.event);
    } else if (seen.has(item.node) || left-- <= 0) break;
    else add(item.node, { kind: "timer", timer: item.timer });
  }
  return upcoming;
}
