/** What a new view must order (section 4.4), as everybody can compute it from its view changes. */
import type { NewView, PrePrepare, Request, SequenceNumber } from "./messages.js";
import type { Rules } from "./rules.js";

/** The request that must be ordered again; undefined if the primary may order its own. */
export const orderedAgain = (
  rules: Rules,
  newView: NewView | null,
  sequence: SequenceNumber,
): Request | undefined => {
  const prepared = (newView?.changes ?? []).flatMap((change) => change.prepared);
  return rules.ordersAgain(prepared.filter(({ order }) => order.sequence === sequence))?.order
    .request;
};

/** Whether an order is one that the new view before it allows. */
export function isOrderedBy(rules: Rules, newView: NewView | null, order: PrePrepare): boolean {
  if (!rules.checksNewView) return true;
  const { request, view, sequence } = order;
  const again = orderedAgain(rules, newView, sequence);
  return again === undefined ? request.view === view : request.id === again.id;
}
