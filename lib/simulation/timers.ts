/** Running timers: their order, and what tells them apart. */
import { canonicalText } from "../explore/canonical.js";
import type { Timer } from "../protocol/host/event.js";
import type { Millis } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";

/** A timer that was started, and stopped since if it is not `live`. */
export interface PendingTimer {
  readonly node: NodeInfo;
  readonly timer: Timer;
  readonly due: Millis;
  live: boolean;
  /** Its place in the order in which timers were started. */
  readonly number: number;
}

/** The name of a timer: all of its fields. */
export const pendingTimerName = ({ node, timer }: PendingTimer): string =>
  hasOwnFields(timer)
    ? `${node.index} ${canonicalText(timer)}`
    : `${node.index} ${timer.name} ${timer.round ?? ""}`;

/** Whether a timer has fields that the protocol added. */
export function hasOwnFields(timer: Timer): boolean {
  for (const field in timer) if (field !== "name" && field !== "round") return true;
  return false;
}

/** Adds a timer to a list that is in the order in which they fire. O(timers that fire later). */
export function insertByDue(timers: PendingTimer[], timer: PendingTimer): void {
  let at = timers.length;
  for (; at > 0; at--) {
    const other = timers[at - 1];
    if (other === undefined || isEarlier(other, timer)) break;
    timers[at] = other;
  }
  timers[at] = timer;
}

const isEarlier = (a: PendingTimer, b: PendingTimer): boolean =>
  a.due < b.due || (a.due === b.due && a.number < b.number);
