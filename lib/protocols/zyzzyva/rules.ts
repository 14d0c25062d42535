/** The decisions of Zyzzyva, and the bugs: each replaces one of them. */
import { breachesOf, replaceRules } from "../../protocol/index.js";
import type { RuleBug } from "../../protocol/index.js";
import {
  ANY,
  correctRules as repaired,
  highest,
  highestAnswered,
  highestCertificate,
  one,
} from "../two-track/index.js";
import type { Answered, Rules, Status } from "../two-track/index.js";

/** The rules of the paper, with view changes repaired as in arXiv 1801.10022 (Velma). */
export const correctRules: Rules = repaired;

/** As {@link highestAnswered}, but counting answers of one view only. */
const highestOfOneView = (statuses: readonly Status[], needed: number): Answered | null =>
  highest(
    statuses.map(({ answered }) => {
      const alike = statuses.filter(
        (other) =>
          other.answered?.view === answered?.view &&
          other.answered?.value.id === answered?.value.id,
      );
      return alike.length >= needed ? answered : null;
    }),
  );

const CHOICE = "a new primary orders again what may be complete in the highest view";

const BUGS = {
  small_commit_certificate: {
    breaks: "2f+1 responses are a commit certificate",
    rules: { certifies: ({ quorum }) => quorum - 1 },
  },
  small_local_commit: {
    breaks: "2f+1 local commits complete a request",
    rules: { confirms: ({ quorum }) => quorum - 1 },
  },
  completes_without_all: {
    breaks: "a request is complete at once with the responses of all replicas",
    rules: { fast: ({ ids }) => ids.length - 1 },
  },
  small_view_change: {
    breaks: "2f+1 view changes begin a view",
    rules: { statuses: ({ quorum }) => quorum - 1 },
  },
  second_order: {
    breaks: "a replica answers one order in a view",
    rules: { firstOrderOnly: false },
  },
  certificate_first: {
    breaks: CHOICE,
    rules: {
      chooses(statuses, { quorum, faulty }) {
        const chosen = highestCertificate(statuses) ?? highestAnswered(statuses, quorum - faulty);
        return chosen === null ? ANY : one(chosen);
      },
    },
  },
  counts_one_view: {
    breaks: CHOICE,
    rules: {
      chooses(statuses, { quorum, faulty }) {
        const certificate = highestCertificate(statuses);
        const answered = highestOfOneView(statuses, quorum - faulty);
        if (certificate !== null && certificate.view >= (answered?.view ?? 0)) {
          return one(certificate);
        }
        return answered === null ? ANY : one(answered);
      },
    },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
