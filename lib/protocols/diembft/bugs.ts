/** Injected bugs: each the correct rules with one decision replaced. */
import { bugsOfCertificates } from "./bugs-of-certificates.js";
import { bugsOfProgress } from "./bugs-of-progress.js";
import { bugsOfSafety } from "./bugs-of-safety.js";
import { correctRules } from "./rules.js";
import type { Rules } from "./rules.js";

export const bugs = { ...bugsOfSafety, ...bugsOfCertificates, ...bugsOfProgress } as const;

export type BugName = keyof typeof bugs;

export const isBugName = (name: string): name is BugName => Object.hasOwn(bugs, name);

/** In the order in which they act together: a quorum is made smaller before it is replaced. */
const NAMES = Object.keys(bugs).filter(isBugName);

/** The correct rules with the named bugs in them, each once, in whatever order they are named. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  NAMES.filter((name) => names.includes(name)).reduce(
    (rules, name) => bugs[name].rules(rules),
    correctRules,
  );

/** The rule that each bug breaks, by name. */
export const breaches = (): Readonly<Record<BugName, string>> =>
  Object.fromEntries(NAMES.map((name) => [name, bugs[name].breaks])) as Record<BugName, string>;
