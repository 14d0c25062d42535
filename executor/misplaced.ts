import { STANDARD_STREAM } from "../io/read.js";
import type { Problem } from "../lib/scenario/problem.js";
import type { ExecutorConfig } from "./config.js";
import type { Options } from "./session.js";

type Work = ExecutorConfig["work"];
type Misplaced = readonly [option: keyof Options, instead: string];

/** Options that mean nothing for a file of that kind. */
const MISPLACED: Readonly<Record<Work["kind"], readonly Misplaced[]>> = {
  cases: [
    ["scenario", "--case, with a config of cases"],
    ["out", "--json, with a config of cases"],
    ["limit", "--case, with a config of cases"],
  ],
  scenarios: [["case", "--scenario, with a file of scenarios"]],
  space: [
    ["case", "--scenario, with a generator config"],
    ["out", "--json, with a single scenario"],
    ["limit", "--scenario, or a file that twins-gen writes"],
  ],
};
const MISPLACED_WITH_SCENARIO: readonly Misplaced[] = [
  ["out", "--json, with a single scenario"],
  ["limit", "one of --scenario and --limit"],
];
const MISPLACED_WITH_MANY: readonly Misplaced[] = [
  ["trace", "--trace together with --scenario"],
  ["traceOut", "--trace-out together with --scenario"],
];
const MISPLACED_WITH_CASES: readonly Misplaced[] = [
  ["traceOut", "--trace-out together with --case"],
];
const MISPLACED_WITH_JSON: readonly Misplaced[] = [
  ["annotations", "one of --annotations and --json"],
];

/** What the user asked for that means nothing for that work, or together. */
export function misplaced(work: Work, options: Options): readonly Problem[] {
  const isOne = options.scenario !== undefined;
  const hasCases = work.kind === "cases" && work.cases.length > 1 && options.case === undefined;
  const rules = [
    ...MISPLACED[work.kind],
    ...(work.kind !== "scenarios" ? [] : isOne ? MISPLACED_WITH_SCENARIO : MISPLACED_WITH_MANY),
    ...(hasCases ? MISPLACED_WITH_CASES : []),
    ...(options.json === true ? MISPLACED_WITH_JSON : []),
  ];
  const misused = rules.flatMap(([option, allowed]) =>
    options[option] === undefined
      ? []
      : [{ path: flagOf(option), wrong: "has no meaning here", allowed }],
  );
  const unnamed = FILE_OPTIONS.flatMap((option) =>
    options[option] === STANDARD_STREAM
      ? [{ path: flagOf(option), wrong: `is "${STANDARD_STREAM}"`, allowed: "the name of a file" }]
      : [],
  );
  return [...misused, ...unnamed];
}

/** Files that are written beside a report on standard output. */
const FILE_OPTIONS = ["out", "junit", "traceOut"] as const;

const flagOf = (option: keyof Options): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
