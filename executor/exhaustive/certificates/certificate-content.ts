/** Whether what a certificate counts can be, and adds up. */
import { notationOf } from "../../../lib/scenario/notation.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";
import { show } from "../../../lib/scenario/input/problem.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";
import type { SpaceCertificate } from "./certificate.js";
import { outcomeProblems } from "./space-facts.js";
import type { SpaceFacts } from "./space-facts.js";
import { outcomeKey } from "../outcome.js";

/** So many problems are told. */
const MOST_TOLD = 20;

/** How many sums are compared: the size, the outcomes together, and each outcome and subtree. */
export const sumsOf = ({ outcomes, subtrees }: SpaceCertificate): number =>
  2 + outcomes.length + subtrees.length;

/** Of a certificate whose counts are as many as its outcomes. */
export function contentProblems(
  certificate: SpaceCertificate,
  configurations: readonly RoundConfiguration[],
  facts: SpaceFacts,
): readonly Problem[] {
  return [
    ...certificate.outcomes.flatMap(({ outcome }, index) =>
      outcomeProblems(outcome, `outcomes[${index}].outcome`, facts.properties),
    ),
    ...disordered(certificate),
    ...wrongRounds(certificate, configurations),
    ...wrongSums(certificate, facts),
  ].slice(0, MOST_TOLD);
}

/** Outcomes are in the order of their keys, each once. */
function disordered({ outcomes }: SpaceCertificate): readonly Problem[] {
  const keys = outcomes.map(({ outcome }) => outcomeKey(outcome));
  return keys.flatMap((key, index) => {
    const before = keys[index - 1];
    if (before === undefined || before < key) return [];
    const wrong = before === key ? "is there twice" : `comes after ${before}`;
    return [{ path: `outcomes[${index}].outcome`, wrong, allowed: "in order, each once" }];
  });
}

/** There must be a subtree for each configuration of the first round, in their order. */
function wrongRounds(
  { subtrees }: SpaceCertificate,
  configurations: readonly RoundConfiguration[],
): readonly Problem[] {
  const { length } = configurations;
  if (subtrees.length !== length) {
    const allowed = `${length}, one for each configuration of a round`;
    return [{ path: "subtrees", wrong: `are ${subtrees.length}`, allowed }];
  }
  return subtrees.flatMap(({ first, round }, index) => {
    const configuration = configurations[index];
    const written = configuration === undefined ? "" : notationOf([configuration]);
    const path = `subtrees[${index}]`;
    return [
      ...(first === index
        ? []
        : [{ path: `${path}.first`, wrong: `is ${first}`, allowed: String(index) }]),
      ...(round === written
        ? []
        : [{ path: `${path}.round`, wrong: `is ${show(round)}`, allowed: show(written) }]),
    ];
  });
}

/** All numbers must add up, and to the size of the space. */
function wrongSums(
  { outcomes, subtrees, scenarios }: SpaceCertificate,
  facts: SpaceFacts,
): readonly Problem[] {
  const problems: Problem[] = [];
  const expect = (path: string, found: bigint, allowed: bigint): void => {
    if (found === allowed) return;
    problems.push({ path, wrong: `is ${brief(found)}`, allowed: brief(allowed) });
  };
  expect("scenarios", scenarios, facts.scenarios);
  const all = outcomes.reduce((sum, outcome) => sum + outcome.scenarios, 0n);
  expect("the sum of outcomes", all, facts.scenarios);
  for (const [index, outcome] of outcomes.entries()) {
    const path = `outcomes[${index}].scenarios`;
    if (outcome.scenarios === 0n) problems.push({ path, wrong: "is 0", allowed: "1 or more" });
    const sum = subtrees.reduce((total, { counts }) => total + (counts[index] ?? 0n), 0n);
    expect(path, outcome.scenarios, sum);
  }
  for (const [index, { counts }] of subtrees.entries()) {
    const sum = counts.reduce((total, count) => total + count, 0n);
    expect(`the sum of subtrees[${index}].counts`, sum, facts.perFirstRound);
  }
  return problems;
}

const MOST_DIGITS = 60;

/** A number of any size, short enough for a message. */
function brief(number: bigint): string {
  const digits = String(number);
  const { length } = digits;
  return length <= MOST_DIGITS ? digits : `${digits.slice(0, MOST_DIGITS)}... (${length} digits)`;
}
