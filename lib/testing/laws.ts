/** All laws that every protocol obeys, for any test runner: each throws when it is broken. */
import type { AnyProtocol } from "../protocol/protocol.js";
import type { Law } from "./law.js";
import { describes } from "./describe-law.js";
import {
  copies,
  leavesMessages,
  measuresProgress,
  refusals,
  sameEvents,
  signsOnce,
} from "./replica-laws.js";
import { commits, correct } from "./scenario-laws.js";

/** All laws, in the order of reports. */
export const laws: readonly Law[] = [
  sameEvents,
  copies,
  measuresProgress,
  refusals,
  describes,
  signsOnce,
  leavesMessages,
  commits,
  correct,
];

/** The laws that apply to a protocol, in the order of reports. */
export const lawsFor = ({ remote }: Pick<AnyProtocol, "remote">): readonly Law[] =>
  remote === undefined ? laws : laws.filter(({ needsState }) => needsState !== true);
