/** What a replica has found out about a message or a part of one, so that it is found out once. */
import type { ReplicaContext } from "../host/context.js";

const VALID = "valid";

/**
 * Why an object proves nothing, or null: found out once for each object, as long as the memo of the
 * run remembers it. What is found may depend on nothing but the object and what is the same for all
 * replicas of the run, since they share the memo.
 */
export function remembered(
  what: object,
  { context: { memo } }: { readonly context: Pick<ReplicaContext, "memo"> },
  find: () => string | null,
): string | null {
  const known = memo.get(what) ?? find() ?? VALID;
  memo.set(what, known);
  return known === VALID ? null : known;
}
