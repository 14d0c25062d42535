/** The passes, in the order in which they are taken. */
import { removeDrops } from "./drops.js";
import {
  healPhase,
  removeException,
  removeOrder,
  removeRestart,
  widenHearSet,
} from "./exceptions.js";
import { healRound, mergeGroups } from "./groups.js";
import { simplerLeader } from "./leaders.js";
import { exchangeNames } from "./names.js";
import type { Pass } from "./pass.js";
import { removeReplicas, removeTwin } from "./roster.js";
import { cutTheEnd, deleteRound, repeatRound } from "./rounds.js";

/** Those that take most away come first. */
export const PASSES: readonly Pass[] = [
  cutTheEnd,
  deleteRound,
  removeTwin,
  removeReplicas,
  healRound,
  mergeGroups,
  healPhase,
  widenHearSet,
  removeDrops,
  removeException,
  removeRestart,
  removeOrder,
  simplerLeader,
  repeatRound,
  exchangeNames,
];
