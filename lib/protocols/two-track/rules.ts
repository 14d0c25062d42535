/** The decisions of two-track protocols, as they are to be: what a new leader may order. */
import { leastHonestVotes } from "../../protocol/index.js";
import type { ValidatorSet } from "../../protocol/index.js";
import type { Answered, CommitCertificate, Status, Value, Vote } from "./messages.js";

/** What statuses let a leader order: whatever it likes, one value, or nothing. */
export type Choice =
  | { readonly kind: "any" }
  | { readonly kind: "one"; readonly value: Value }
  | { readonly kind: "none"; readonly because: string };

/** What a replica decides. */
export interface Rules {
  /** How many answers decide at once, on the fast track: n. */
  fast(validators: ValidatorSet): number;
  /** How many answers are a commit certificate: n-f. */
  certifies(validators: ValidatorSet): number;
  /** How many confirmations decide, on the slow track: n-f. */
  confirms(validators: ValidatorSet): number;
  /** How many statuses begin a view: n-f. */
  statuses(validators: ValidatorSet): number;
  /** What these statuses let a leader order. */
  chooses(statuses: readonly Status[], validators: ValidatorSet): Choice;
  /** Whether a view has one answer of a replica: to the first order. */
  readonly firstOrderOnly: boolean;
}

/** How many votes of a kind decide. */
export const decisive = (rules: Rules, kind: Vote["kind"], validators: ValidatorSet): number =>
  kind === "answer" ? rules.fast(validators) : rules.confirms(validators);

/** No decision is possible in the views before. */
export const ANY: Choice = { kind: "any" };

/** The value that may be decided in a view before. */
export const one = ({ value }: Answered): Choice => ({ kind: "one", value });

/** The commit certificate of the highest view among statuses. */
export const highestCertificate = (statuses: readonly Status[]): CommitCertificate | null =>
  highest(statuses.map(({ certificate }) => certificate));

/**
 * The value, with a view, that so many of the replicas answered last, in that view or later. It is
 * the highest such view.
 */
export const highestAnswered = (statuses: readonly Status[], needed: number): Answered | null =>
  highest(
    statuses.map(({ answered }) => {
      if (answered === null) return null;
      const alike = statuses.filter(
        (other) =>
          other.answered?.value.id === answered.value.id && other.answered.view >= answered.view,
      );
      return alike.length >= needed ? answered : null;
    }),
  );

/** The first of those with the highest view. */
export const highest = <Of extends Answered>(all: readonly (Of | null)[]): Of | null =>
  all.reduce<Of | null>(
    (best, each) => (each !== null && (best === null || each.view > best.view) ? each : best),
    null,
  );

/**
 * What both protocols are to do (arXiv 1801.10022): the value that may have been decided in the
 * highest view. On the fast track all have answered with it, so that it is the last answer of all
 * but f of these statuses. On the slow track one of them has its certificate. In one view both may
 * seem so; then the certificate counts, as there is none for another value than all have answered.
 */
export const correctRules: Rules = {
  fast: ({ ids }) => ids.length,
  certifies: ({ quorum }) => quorum,
  confirms: ({ quorum }) => quorum,
  statuses: ({ quorum }) => quorum,
  chooses(statuses, validators) {
    const certificate = highestCertificate(statuses);
    const answered = highestAnswered(statuses, leastHonestVotes(validators));
    if (certificate !== null && certificate.view >= (answered?.view ?? 0)) return one(certificate);
    return answered === null ? ANY : one(answered);
  },
  firstOrderOnly: true,
};
