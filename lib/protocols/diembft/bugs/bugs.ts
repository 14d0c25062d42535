/** Injected bugs: each the correct rules with one decision replaced. */
import { breachesOf } from "../../../protocol/rules.js";
import type { Bug } from "./bug.js";
import { bugsOfCertificates } from "./certificate-bugs.js";
import { bugsOfProgress } from "./progress-bugs.js";
import { bugsOfSafety } from "./safety-bugs.js";
import { correctRules } from "../rules.js";
import type { Rules } from "../rules.js";

const ALL = { ...bugsOfSafety, ...bugsOfCertificates, ...bugsOfProgress } as const;

/**
 * The name of a bug that can be injected into DiemBFT.
 *
 * @useDeclaredType
 */
export type BugName = keyof typeof ALL;

/** The bugs that can be injected into DiemBFT, by name. */
export const bugs: Readonly<Record<BugName, Bug>> = ALL;

/** Whether a text is the name of one of the {@link bugs}. */
export const isBugName = (name: string): name is BugName => Object.hasOwn(bugs, name);

/** In the order in which they act together: a quorum is made smaller before it is replaced. */
const NAMES = Object.keys(bugs).filter(isBugName);

/** The correct rules with the named bugs in them. Neither order nor repetition of names matters. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  NAMES.filter((name) => names.includes(name)).reduce(
    (rules, name) => bugs[name].rules(rules),
    correctRules,
  );

/** The rule that each bug breaks, by name. */
export const breaches = breachesOf(bugs);

/** Those that no law of `twins-bft/testing` finds; docs/bugs.md tells what does. */
export const UNDETECTED: readonly BugName[] = [
  ...(["no_safe_to_extend", "timeout_ignores_highest_qc", "forget_highest_qc"] as const),
  ...(["commit_any_two_chain", "timeout_does_not_stop_voting", "free_running_timer"] as const),
  ...(["accept_second_genesis", "amnesia", "unchecked_signatures", "stale_tc"] as const),
];
