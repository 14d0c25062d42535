/**
 * The text of a whole stopped run, for protocols without reductions: runs with different histories
 * are never merged.
 */
import { canonicalText } from "../../../lib/explore/canonical.js";
import type { ContentOf } from "../../../lib/explore/canonical.js";
import type { JudgeSnapshot } from "../../../lib/properties/judge.js";
import type { Round } from "../../../lib/protocol/ids.js";
import type { LedgerEntry } from "../../../lib/protocol/host/ledger.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { Delivery } from "../../../lib/simulation/network/post.js";
import type { PendingTimer } from "../../../lib/simulation/timers.js";
import type { HeldMessage } from "../../../lib/simulation/network/held.js";
import type { RunSnapshot, PendingTask } from "../../../lib/simulation/snapshot.js";
import type { LiveFields } from "./live-fields.js";

type Message = object;

/** Everything that a run depends on, except the scenario. */
export interface WholeRun {
  readonly run: RunSnapshot<object, Message>;
  /** What each node has committed. */
  readonly ledgers: readonly (readonly LedgerEntry[])[];
  readonly judge: JudgeSnapshot;
}

/** The fields of a round that can still be read. */
export function liveFieldsOf(
  run: WholeRun["run"],
  round: Round,
  protocol: AnyProtocol,
): Omit<LiveFields, "quorum"> {
  let users = 0;
  for (const [index, { state }] of run.nodes.entries()) {
    if (protocol.usesRound?.(state, round) !== false) users |= 1 << index;
  }
  let receivers = 0;
  for (const { index, message } of pendingMessages(run)) {
    if (protocol.describe(message).round === round) receivers |= 1 << index;
  }
  return { senders: users | receivers, leader: users !== 0 };
}

/** Each message in flight or about to be sent, with the index of its receiver or sender. */
function* pendingMessages({ scheduler, held, task }: WholeRun["run"]) {
  for (const [, item] of scheduler.items) {
    if ("payload" in item) yield { index: item.to.index, message: item.payload };
  }
  for (const { delivery } of held) yield { index: delivery.to.index, message: delivery.payload };
  if (task === undefined) return;
  const { index } = task.node;
  if (task.event?.kind === "message") yield { index, message: task.event.message };
  for (const effect of task.effects.slice(task.next)) {
    if ("message" in effect) yield { index, message: effect.message };
  }
}

/** The text of the whole run. Verdicts may depend on times, so the time is part of it. */
export function wholeRunText({ run, ledgers, judge }: WholeRun, contentOf: ContentOf): string {
  const { nodes, scheduler, held, started, task } = run;
  const { now, items } = scheduler;
  const plain = [
    [now, started],
    nodes.map(({ state, round, halted }) => [state, round, halted]),
    ledgers,
    items.map(([at, item]) => [at - now, plainItem(item)]),
    held.map((waiting) => plainWaiting(waiting, now)),
    task === undefined ? null : plainTask(task),
    judge.facts,
    judge.monitors,
  ];
  return canonicalText(plain, contentOf);
}

const plainItem = (item: Delivery<Message> | PendingTimer): readonly unknown[] =>
  "payload" in item
    ? ["message", item.from.index, item.to.index, item.payload]
    : ["timer", item.node.index, item.timer];

const plainWaiting = ({ delivery, until, earliest }: HeldMessage<Message>, now: number) => [
  until,
  Math.max(0, earliest - now),
  plainItem(delivery),
];

const plainTask = ({ node, event, effects, next }: PendingTask<Message>): readonly unknown[] => [
  node.index,
  event,
  effects.slice(next),
];
