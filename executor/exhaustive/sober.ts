import type { Effect } from "../../lib/protocol/effect.js";
import type { Timer } from "../../lib/protocol/event.js";
import type { Explorable, Lineage } from "../../lib/protocol/explorable.js";
import type { NodeInfo } from "../../lib/protocol/observed-event.js";
import type { PendingTimer, Delivery } from "../../lib/simulation/scheduler.js";
import type { RunSnapshot, PendingTask } from "../../lib/simulation/snapshot.js";
import type { Topology } from "../world.js";
import { peersOf } from "./peers.js";

type Run = RunSnapshot<object, object>;

/** A run without all that nodes wait for, and all that is on its way to them, in vain. */
export function soberRun(
  run: Run,
  cast: Topology,
  explorable: Explorable<object, object>,
  lineage: Lineage,
): Run {
  const peers = peersOf(run.nodes, cast);
  const nodes = run.nodes.map((node, index) => {
    const state = explorable.sober(node.state, peers[index] ?? [], lineage);
    return state === node.state ? node : { ...node, state };
  });
  const isWaitedFor = (node: NodeInfo, timer: Timer): boolean =>
    timer.round !== undefined || explorable.retries(nodes[node.index]?.state ?? {}, timer);
  const isVain = (message: object, from: NodeInfo, to: NodeInfo): boolean => {
    const state = run.nodes[to.index]?.state;
    if (state === undefined) return false;
    const receiver = { state, peers: peers[to.index] ?? [] };
    const approach = { message, receiver, senders: peers[from.index] ?? [] };
    return explorable.isVain(approach, lineage, cast.validators);
  };
  const matters = (item: Delivery<object> | PendingTimer): boolean =>
    "payload" in item
      ? !isVain(item.payload, item.from, item.to)
      : isWaitedFor(item.node, item.timer);
  const { scheduler, held, task } = run;
  return {
    ...run,
    nodes,
    scheduler: { now: scheduler.now, items: scheduler.items.filter(([, item]) => matters(item)) },
    held: held.filter(({ delivery }) => matters(delivery)),
    task: task === undefined ? undefined : soberTask(task, isWaitedFor),
  };
}

/** What a node is to do, without the timers of what it waits for in vain. */
function soberTask(
  task: PendingTask<object>,
  isWaitedFor: (node: NodeInfo, timer: Timer) => boolean,
): PendingTask<object> | undefined {
  const { node, event, effects, next } = task;
  if (event?.kind === "timer" && !isWaitedFor(node, event.timer)) return undefined;
  const matters = (effect: Effect<object>): boolean =>
    (effect.kind !== "start-timer" && effect.kind !== "stop-timer") ||
    isWaitedFor(node, effect.timer);
  return { ...task, effects: effects.slice(next).filter(matters), next: 0 };
}
