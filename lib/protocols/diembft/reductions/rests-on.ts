/** The rules that a reduction rests on: all but those without which it is known to be exact. */
import { correctRules } from "../rules.js";
import type { Rules } from "../rules.js";

export type RuleName = keyof Rules;

/**
 * The rules that bugs replace. With each bug, whole spaces are explored and compared with the same
 * scenarios run one by one.
 */
export const REPLACED_BY_BUGS: readonly RuleName[] = [
  "qcQuorum",
  "tcQuorum",
  "hasSigned",
  "completesQc",
  "checkCertificate",
  "raisesHighQc",
  "safeToVote",
  "safeToTimeout",
  "highestVoteRoundAfterTimeout",
  "highestQcRoundAfterVote",
  "commitStateIdCandidate",
  "lastRoundTcAfterQc",
  "startsTimer",
  "endsRound",
  "opensRound",
  "mayPropose",
  "voteCollectorRound",
  "committedPath",
  "syncedChain",
  "acceptsChain",
  "missingBlocks",
  "restoredSafety",
];

export const without = (
  names: readonly RuleName[],
  others: readonly RuleName[],
): readonly RuleName[] => names.filter((name) => !others.includes(name));

/** A new rule is among them until a reduction is shown not to rest on it. */
export const allRulesBut = (names: readonly RuleName[]): readonly RuleName[] =>
  without(Object.keys(correctRules) as RuleName[], names);

/** Whether all rules that a reduction rests on are the paper's. */
export const isSound = (
  { restsOn }: { readonly restsOn: readonly string[] },
  rules: Rules,
): boolean => restsOn.every((name) => rules[name as RuleName] === correctRules[name as RuleName]);
