/** Who leads a round, where the host says so or replicas take turns. */
import type { ReplicaContext } from "./host/context.js";
import type { ReplicaId, Round } from "./ids.js";

/** The leader of a round: by the host's word, or else the replicas in turn. */
export const leaderInTurn = (
  { leaderOf, validators, self }: Pick<ReplicaContext, "leaderOf" | "validators" | "self">,
  round: Round,
): ReplicaId => leaderOf?.(round) ?? validators.ids[round % validators.ids.length] ?? self;
