import { keyedPermutation } from "../../lib/space/permutation.js";
import type { Scenario } from "../../lib/scenario/model.js";
import type { ScenarioResult } from "../run.js";
import type { Certificate } from "./certificate.js";
import { outcomeKey } from "./outcome.js";
import type { RunOutcome } from "./outcome.js";

/** What is compared: a certificate, and the means to run its scenarios one by one. */
export interface Subject {
  readonly certificate: Certificate;
  scenario(number: bigint): Scenario;
  run(scenario: Scenario): ScenarioResult;
  /** The number of a first round's configuration. */
  firstOf(scenario: Scenario): number;
}

/** A scenario that came to something of which the certificate says that none does. */
export interface Contradiction {
  readonly id: string;
  readonly outcome: RunOutcome;
}

export interface Audit {
  readonly sampled: number;
  readonly contradictions: readonly Contradiction[];
  /** Outcomes that were met so often, or so seldom, that chance does not explain it. */
  readonly unlikely: readonly Deviation[];
}

export interface Deviation {
  readonly outcome: RunOutcome;
  readonly met: number;
  /** On average, if the certificate is right. */
  readonly expected: number;
}

/** A deviation counts when chance brings it about less often than once in so many audits. */
const CHANCE = 1e9;

/**
 * Runs a sample of scenarios, each by itself, and compares: every one must have come to something
 * that the certificate counts under its first round, and all together as often as it says.
 */
export function audit(subject: Subject, sample: number, ran: (done: number) => void): Audit {
  const { outcomes, subtrees, scenarios, root } = subject.certificate;
  const order = keyedPermutation(scenarios, root, "audit");
  const places = new Map(outcomes.map(({ outcome }, place) => [outcomeKey(outcome), place]));
  const met = outcomes.map(() => 0);
  const contradictions: Contradiction[] = [];
  const sampled = Number(scenarios < BigInt(sample) ? scenarios : BigInt(sample));
  for (let done = 0; done < sampled; done++) {
    const scenario = subject.scenario(order.at(BigInt(done)));
    const outcome = outcomeOf(subject.run(scenario));
    const place = places.get(outcomeKey(outcome));
    const counts = subtrees[subject.firstOf(scenario)]?.counts;
    if (place !== undefined) met[place] = (met[place] ?? 0) + 1;
    if (place === undefined || (counts?.[place] ?? 0n) === 0n) {
      contradictions.push({ id: scenario.id, outcome });
    }
    ran(done + 1);
  }
  const unlikely = outcomes.flatMap(({ outcome, scenarios: count }, place) => {
    const share = Number(count) / Number(scenarios);
    const times = met[place] ?? 0;
    const isLikely = !isBeyondChance(times / sampled, share, sampled);
    return isLikely ? [] : [{ outcome, met: times, expected: share * sampled }];
  });
  return { sampled, contradictions, unlikely };
}

/**
 * Whether a share of a sample is further from what it should be than chance explains. Chernoff's
 * bound, which holds for samples without replacement too (Hoeffding 1963, theorems 1 and 4): the
 * probability is at most exp(-n D) on either side, D being the divergence of the two shares.
 */
function isBeyondChance(share: number, expected: number, sampled: number): boolean {
  return sampled * divergence(share, expected) > Math.log(2 * CHANCE);
}

const divergence = (p: number, q: number): number => term(p, q) + term(1 - p, 1 - q);

const term = (p: number, q: number): number => (p === 0 ? 0 : p * Math.log(p / q));

/** What became of a scenario that was run by itself, in the words of an exploration. */
export const outcomeOf = (result: ScenarioResult): RunOutcome => ({
  ending: result.ending.kind,
  committed: result.committed,
  stabilized: result.stabilized,
  statuses: new Map([...result.verdicts].map(([name, { status }]) => [name, status])),
});
