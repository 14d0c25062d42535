/** The decisions of PBFT, and the bugs: each replaces one of them. */
import { breachesOf, replaceRules } from "../../protocol/index.js";
import type { RuleBug, ValidatorSet } from "../../protocol/index.js";
import type { Prepared } from "./messages.js";

/** What a replica decides. */
export interface Rules {
  /** How many replicas, the primary among them, make a request prepared. */
  prepares(validators: ValidatorSet): number;
  /** How many commits decide. */
  commits(validators: ValidatorSet): number;
  /** How many view changes begin a view. */
  changes(validators: ValidatorSet): number;
  /** Of what is prepared for a sequence number, what a new view orders again. */
  ordersAgain(prepared: readonly Prepared[]): Prepared | undefined;
  /** Whether a view has one order for a sequence number: the first. */
  readonly firstOrderOnly: boolean;
  /** Whether a replica that has asked for another view goes on in its own. */
  readonly staysActive: boolean;
  /** Whether a backup checks orders of a new view against its view changes. */
  readonly checksNewView: boolean;
}

const viewOf = ({ order }: Prepared): number => order.view;

/** The rules of the paper. */
export const correctRules: Rules = {
  prepares: ({ quorum }) => quorum,
  commits: ({ quorum }) => quorum,
  changes: ({ quorum }) => quorum,
  ordersAgain: (prepared) => extreme(prepared, (a, b) => viewOf(a) > viewOf(b)),
  firstOrderOnly: true,
  staysActive: false,
  checksNewView: true,
};

/** The first of those that no other beats. */
const extreme = (
  prepared: readonly Prepared[],
  beats: (a: Prepared, b: Prepared) => boolean,
): Prepared | undefined =>
  prepared.reduce<Prepared | undefined>(
    (best, each) => (best === undefined || beats(each, best) ? each : best),
    undefined,
  );

const BUGS = {
  small_prepare: {
    breaks: "a request is prepared with the pre-prepare and 2f prepares (section 4.2)",
    rules: { prepares: ({ quorum }) => quorum - 1 },
  },
  small_commit: {
    breaks: "2f+1 commits decide (section 4.2)",
    rules: { commits: ({ quorum }) => quorum - 1 },
  },
  small_view_change: {
    breaks: "2f+1 view changes begin a view (section 4.4)",
    rules: { changes: ({ quorum }) => quorum - 1 },
  },
  ignores_prepared: {
    breaks: "a new view orders again what is prepared (section 4.4)",
    rules: { ordersAgain: () => undefined },
  },
  lowest_view: {
    breaks: "of two prepared requests for a sequence number that of the higher view counts",
    rules: { ordersAgain: (prepared) => extreme(prepared, (a, b) => viewOf(a) < viewOf(b)) },
  },
  second_order: {
    breaks: "a backup accepts one pre-prepare for a view and a sequence number (section 4.2)",
    rules: { firstOrderOnly: false },
  },
  stays_active: {
    breaks: "a replica that asks for another view takes part in its own no more (section 4.4)",
    rules: { staysActive: true },
  },
  unchecked_new_view: {
    breaks: "a backup computes the orders of a new view itself (section 4.4)",
    rules: { checksNewView: false },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
