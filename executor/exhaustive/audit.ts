/** Compares the counts of a certificate with a sample of scenarios run one by one. */
import { isSafety } from "../../lib/properties/all.js";
import { keyedPermutation } from "../../lib/space/permutation.js";
import type { Scenario } from "../../lib/scenario/model.js";
import type { ScenarioResult } from "../run/run.js";
import type { SpaceCertificate } from "./certificates/certificate.js";
import { allViolated, outcomeKey } from "./outcome.js";
import type { RunOutcome } from "./outcome.js";

/** What is compared: a certificate, and the means to run its scenarios one by one. */
export interface Subject {
  readonly certificate: SpaceCertificate;
  scenario(number: bigint): Scenario;
  run(scenario: Scenario): ScenarioResult;
  /** The number of a first round's configuration. */
  firstOf(scenario: Scenario): number;
}

/** A scenario with an outcome that the certificate excludes. */
export interface Contradiction {
  readonly id: string;
  readonly outcome: RunOutcome;
}

export interface Audit {
  readonly sampled: number;
  readonly contradictions: readonly Contradiction[];
  /**
   * Outcomes that were met so often, or so seldom, that chance does not explain it; where all
   * scenarios were run, more or less often than the certificate says.
   */
  readonly unlikely: readonly Deviation[];
}

export interface Deviation {
  readonly outcome: RunOutcome;
  /** Under which first round, on one line; absent when it is under all of them. */
  readonly round?: string;
  readonly met: number;
  /** If the certificate is right; of a sample, on average. */
  readonly expected: number;
}

/** How often outcomes were met: by the number of the first round, then by that of the outcome. */
type Met = readonly (readonly number[])[];

/** A deviation counts when chance brings it about less often than once in so many audits. */
const CHANCE = 1e9;

/**
 * Runs a sample of scenarios singly, and compares: each must have an outcome that the certificate
 * counts under its first round, and the frequencies must agree. If the sample is as large as the
 * space, all scenarios are run, and every number must be equal.
 */
export function audit(subject: Subject, sample: number, ran: (done: number) => void): Audit {
  const { certificate } = subject;
  const { outcomes, subtrees, scenarios, root } = certificate;
  const order = keyedPermutation(scenarios, root, "audit");
  const indexOf = new Map(outcomes.map(({ outcome }, index) => [outcomeKey(outcome), index]));
  const met = subtrees.map(() => outcomes.map(() => 0));
  const contradictions: Contradiction[] = [];
  const sampled = Number(scenarios < BigInt(sample) ? scenarios : BigInt(sample));
  for (let done = 0; done < sampled; done++) {
    const scenario = subject.scenario(order.at(BigInt(done)));
    const outcome = outcomeOf(subject.run(scenario), certificate.basis.properties);
    const index = indexOf.get(outcomeKey(outcome));
    const first = subject.firstOf(scenario);
    const counts = met[first];
    if (counts !== undefined && index !== undefined) counts[index] = (counts[index] ?? 0) + 1;
    if (index === undefined || (subtrees[first]?.counts[index] ?? 0n) === 0n) {
      contradictions.push({ id: scenario.id, outcome });
    }
    ran(done + 1);
  }
  const isWhole = BigInt(sampled) === scenarios;
  const unlikely = isWhole ? differences(certificate, met) : deviations(certificate, met, sampled);
  return { sampled, contradictions, unlikely };
}

/** Every number in which all scenarios and the certificate differ. */
const differences = ({ outcomes, subtrees }: SpaceCertificate, met: Met): readonly Deviation[] =>
  subtrees.flatMap(({ round, counts }, first) =>
    outcomes.flatMap(({ outcome }, index) => {
      const times = met[first]?.[index] ?? 0;
      const expected = Number(counts[index] ?? 0n);
      return times === expected ? [] : [{ outcome, round, met: times, expected }];
    }),
  );

/** The outcomes of a sample that are too many or too few. */
function deviations(
  { outcomes, scenarios }: SpaceCertificate,
  met: Met,
  sampled: number,
): readonly Deviation[] {
  return outcomes.flatMap(({ outcome, scenarios: count }, index) => {
    const share = Number(count) / Number(scenarios);
    const times = met.reduce((sum, counts) => sum + (counts[index] ?? 0), 0);
    const isLikely = !isBeyondChance(times / sampled, share, sampled);
    return isLikely ? [] : [{ outcome, met: times, expected: share * sampled }];
  });
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

/**
 * The outcome of a scenario that was run singly, as an exploration that judges these properties
 * states it.
 */
export function outcomeOf(
  { ending, committed, stabilized, verdicts, properties: all }: ScenarioResult,
  properties: readonly string[],
): RunOutcome {
  const judged = all.filter(({ name }) => properties.includes(name));
  const statuses = new Map(
    judged.map(({ name }) => [name, verdicts.get(name)?.status ?? "vacuous"]),
  );
  const isAllViolated = judged.every(
    (each) => statuses.get(each.name) === "violated" && isSafety(each),
  );
  return isAllViolated
    ? allViolated([...statuses.keys()])
    : { ending: ending.kind, committed, stabilized, statuses };
}
