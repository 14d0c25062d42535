/** The stabilisation rounds: their leaders and configurations. */
import { invariant } from "../protocol/assert.js";
import type { ReplicaId } from "../protocol/ids.js";
import type { Roster, RoundConfiguration, Stabilization } from "./model.js";
import { honestReplicas, rosterNodes } from "./roster.js";

/** Who leads round R+k, for k from 1. */
export function stabilizationLeader(
  { leaders }: Stabilization,
  roster: Roster,
  k: number,
): ReplicaId {
  const inTurn = leaders === "honest" ? honestReplicas(roster) : leaders;
  const leader = inTurn[(k - 1) % inTurn.length];
  invariant(leader !== undefined, "somebody can lead the rounds after the last", { leaders, k });
  return leader;
}

/** The stabilisation rounds written out: one group, nothing dropped. */
export function stabilizationRounds(
  stabilization: Stabilization,
  roster: Roster,
): readonly RoundConfiguration[] {
  const everyone = [rosterNodes(roster).map(({ id }) => id)];
  return Array.from({ length: stabilization.rounds }, (_, index) => ({
    leader: stabilizationLeader(stabilization, roster, index + 1),
    partition: everyone,
    drops: [],
  }));
}
