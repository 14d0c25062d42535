/** The attributes of a replica that an injected failure may set. */
import type { Attribute } from "../../../protocol/attribute.js";
import { nextRound } from "../../../protocol/ids.js";
import type { DiemState } from "../state.js";

export const attributes: ReadonlyMap<string, Attribute<DiemState>> = new Map<
  string,
  Attribute<DiemState>
>([
  [
    "highest_vote_round",
    {
      takes: "round",
      means: "the highest round in which it remembers to have voted (3.4)",
      set: ({ safety }, round) => {
        safety.highestVoteRound = round;
      },
    },
  ],
  [
    "current_round",
    {
      takes: "round",
      means: "the round in which it believes to be (3.5); no timer is started",
      set: ({ pacemaker }, round) => {
        pacemaker.currentRound = round;
      },
    },
  ],
  [
    "leader",
    {
      takes: "replica",
      means: "who it believes leads the next round (3.7)",
      set: ({ leaderElection, pacemaker }, leader) => {
        leaderElection.reputationLeaders.set(nextRound(pacemaker.currentRound), leader);
      },
    },
  ],
]);
