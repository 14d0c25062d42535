/** Refuses command-line options that have no meaning for the given file or together. */
import type { Problem } from "../lib/scenario/input/problem.js";
import type { ExecutorConfig } from "./config/config.js";
import type { Options } from "./session.js";

type Work = ExecutorConfig["work"];
type OptionConflict = readonly [option: keyof Options, instead: string];

/** Options that mean nothing for a file of that kind. */
const CONFLICTS: Readonly<Record<Work["kind"], readonly OptionConflict[]>> = {
  cases: [
    ["scenario", "--case, with a config of cases"],
    ["out", "--json, with a config of cases"],
    ["limit", "--case, with a config of cases"],
    ["exhaustive", "a generator config"],
  ],
  scenarios: [
    ["case", "--scenario, with a file of scenarios"],
    ["exhaustive", "a generator config"],
  ],
  space: [
    ["case", "--scenario, with a generator config"],
    ["out", "--json, with a single scenario"],
    ["limit", "--scenario, or a file that twins-gen writes"],
  ],
};
const CONFLICTS_WITH_SCENARIO: readonly OptionConflict[] = [
  ["out", "--json, with a single scenario"],
  ["limit", "one of --scenario and --limit"],
];
const CONFLICTS_WITH_MANY: readonly OptionConflict[] = [
  ["trace", "--trace together with --scenario"],
  ["traceOut", "--trace-out together with --scenario"],
];
const CONFLICTS_WITH_CASES: readonly OptionConflict[] = [
  ["traceOut", "--trace-out together with --case"],
];
/** Options that require --exhaustive. */
const EXHAUSTIVE_ONLY: readonly OptionConflict[] = (
  [
    ...(["symmetry", "checkpoint", "certificate"] as const),
    ...(["workers", "witnesses", "withoutReduction", "nodeTimeout"] as const),
  ] as const
).map((option) => [option, "--exhaustive, with a generator config"]);
/** A whole space is judged, not run one by one. */
const CONFLICTS_WITH_EXHAUSTIVE: readonly OptionConflict[] = [
  ["scenario", "one of --scenario and --exhaustive"],
  ["trace", "--trace together with --scenario"],
  ["traceOut", "--trace-out together with --scenario"],
  ["digest", "--digest, with a file of scenarios"],
  ["junit", "--json, with --exhaustive"],
  ["annotations", "--json, with --exhaustive"],
];
/** What may be said besides, by options that do something of their own. */
const COMPANIONS = {
  audit: ["audit", "sample", "json", "protocol"],
  checkProtocol: ["checkProtocol", "bug", "json"],
  newProtocol: ["newProtocol"],
} as const satisfies { readonly [Option in keyof Options]?: readonly (keyof Options)[] };
const CONFLICTS_WITH_JSON: readonly OptionConflict[] = [
  ["annotations", "one of --annotations and --json"],
];

/** Options that have no meaning for this kind of file, or together. */
export function optionConflicts(work: Work, options: Options): readonly Problem[] {
  const isOne = options.scenario !== undefined;
  const explores = work.kind === "space" && options.exhaustive === true;
  const hasCases = work.kind === "cases" && work.cases.length > 1 && options.case === undefined;
  const rules = [
    ...CONFLICTS[work.kind],
    ...(work.kind !== "scenarios" ? [] : isOne ? CONFLICTS_WITH_SCENARIO : CONFLICTS_WITH_MANY),
    ...(hasCases ? CONFLICTS_WITH_CASES : []),
    ...(explores ? CONFLICTS_WITH_EXHAUSTIVE : EXHAUSTIVE_ONLY),
    ...(options.json === true && !explores ? CONFLICTS_WITH_JSON : []),
    ["sample", "--audit"] as const,
  ];
  return rules.flatMap(([option, allowed]) =>
    options[option] === undefined ? [] : [optionConflict(option, allowed)],
  );
}

/** What means nothing together with an option that does something of its own. */
export function conflictsWith(
  alone: keyof typeof COMPANIONS,
  options: Options,
): readonly Problem[] {
  const companions: readonly string[] = COMPANIONS[alone];
  return (Object.keys(options) as (keyof Options)[])
    .filter((option) => !companions.includes(option) && isGiven(options[option]))
    .map((option) => optionConflict(option, `${flagOf(alone)} without it`));
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

const optionConflict = (option: keyof Options, allowed: string): Problem => ({
  path: flagOf(option),
  wrong: "has no meaning here",
  allowed,
});

/** An option as the user writes it. */
export const flagOf = (option: keyof Options): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
