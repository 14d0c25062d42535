/** Refuses command-line options that have no meaning for the given file or together. */
import type { Problem } from "../lib/scenario/input/problem.js";
import type { ExecutorConfig } from "./config/config.js";
import type { Options } from "./session.js";

type Work = ExecutorConfig["work"];
type OptionConflict = readonly [option: keyof Options, instead: string];

/** Options that say which of many scenarios are run, and how far. */
const SWEEP_OPTIONS = [
  ...(["limit", "shard", "maxTime", "bail", "out", "all", "corpus", "queue"] as const),
  ...(["offset", "order"] as const),
] as const;

/** Options about scenarios that fail. */
const COUNTEREXAMPLE_OPTIONS = ["shrink", "shrinkLog", "explain", "saveCase", "asTest"] as const;

const each = (options: readonly (keyof Options)[], instead: string): readonly OptionConflict[] =>
  options.map((option): OptionConflict => [option, instead]);

/** Options that mean nothing for a file of that kind. */
const CONFLICTS: Readonly<Record<Work["kind"], readonly OptionConflict[]>> = {
  cases: [
    ["scenario", "--case, with a config of cases"],
    ["out", "--json, with a config of cases"],
    ["limit", "--case, with a config of cases"],
    ["exhaustive", "a generator config"],
    ...each(
      ["shard", "maxTime", "bail", "all", "corpus", "queue"],
      "a file of scenarios, or a generator config",
    ),
    ...each(["workers"], "a file of scenarios, or a generator config"),
    ["nodeTimeout", "a protocol that runs in a program, or many scenarios"],
    ...each(
      ["offset", "order", "seed", "find", "gauntlet", "mutate", "auditSymmetry"],
      "a generator config",
    ),
  ],
  scenarios: [
    ["case", "--scenario, with a file of scenarios"],
    ["exhaustive", "a generator config"],
    ...each(
      ["offset", "order", "seed", "find", "gauntlet", "mutate", "auditSymmetry"],
      "a generator config",
    ),
  ],
  space: [["case", "--scenario, with a generator config"]],
};
const CONFLICTS_WITH_SCENARIO: readonly OptionConflict[] = [
  ["out", "--json, with a single scenario"],
  ["limit", "one of --scenario and --limit"],
  ...each(
    ["shard", "maxTime", "bail", "all", "corpus", "queue"],
    "many scenarios, without --scenario",
  ),
  ["workers", "many scenarios, without --scenario"],
  ["nodeTimeout", "a protocol that runs in a program, or many scenarios"],
  ...each(["offset", "order"], "many scenarios, without --scenario"),
];
/** Workers elsewhere have their own threads. */
const CONFLICTS_WITH_QUEUE: readonly OptionConflict[] = [
  ["workers", "--concurrency of twins-worker, with --queue"],
];
/** A search has its own order, and ends with the first find. */
const CONFLICTS_WITH_FIND: readonly OptionConflict[] = [
  ["scenario", "one of --scenario and --find"],
  ["property", "--find PROPERTY"],
  ...each(
    ["trace", "traceOut", "html", "mermaid", "itf", "digest", "explain"],
    "the line that replays what was found",
  ),
  ...each(["junit", "annotations"], "--json, with --find"),
  ...each(
    ["shard", "bail", "out", "all", "corpus", "queue", "workers", "nodeTimeout"],
    "many scenarios, without --find",
  ),
  ...each(["offset", "order", "verifyDeterminism"], "many scenarios, without --find"),
];
/** Decisions, or changes of a verdict, are counted; nothing is run or reported besides. */
const conflictsWithCounts = (what: "--coverage" | "--audit-symmetry"): readonly OptionConflict[] =>
  each(
    [
      ...(what === "--coverage" ? (["auditSymmetry"] as const) : []),
      ...(["gauntlet", "mutate"] as const),
      ...(["scenario", "find", "trace", "traceOut", "digest", "junit", "annotations"] as const),
      ...(["shard", "maxTime", "bail", "out", "all", "corpus", "queue", "workers"] as const),
      ...(["nodeTimeout", "verifyDeterminism"] as const),
      ...COUNTEREXAMPLE_OPTIONS,
    ],
    `the same without ${what}`,
  );
/** A gauntlet has its own bugs, and scenarios in its own order. */
const CONFLICTS_WITH_GAUNTLET: readonly OptionConflict[] = [
  ["scenario", "one of --scenario and --gauntlet"],
  ["find", "one of --find and --gauntlet"],
  ["bug", "every declared bug is injected by itself"],
  ...each(COUNTEREXAMPLE_OPTIONS, "--find with --bug, for one of the bugs"),
  ...each(["trace", "traceOut", "digest", "coverage"], "--find with --bug, for one of the bugs"),
  ...each(["junit", "annotations"], "--json, with --gauntlet"),
  ...each(
    ["shard", "bail", "out", "all", "corpus", "queue", "workers", "nodeTimeout", "maxTime"],
    "many scenarios, without --gauntlet",
  ),
  ...each(["offset", "order", "verifyDeterminism"], "many scenarios, without --gauntlet"),
];
const CONFLICTS_WITH_MANY: readonly OptionConflict[] = [
  ["trace", "--trace together with --scenario"],
  ["traceOut", "--trace-out together with --scenario"],
  ["againstCorrect", "--against-correct together with --scenario"],
  ["mermaid", "--mermaid together with --scenario"],
  ["itf", "--itf together with --scenario"],
  ["explain", "--explain together with --scenario"],
];
const CONFLICTS_WITH_CASES: readonly OptionConflict[] = [
  ["traceOut", "--trace-out together with --case"],
  ["html", "--html together with --case"],
  ["mermaid", "--mermaid together with --case"],
  ["itf", "--itf together with --case"],
];
/** Options about the page of the viewer. */
const CONFLICTS_WITHOUT_HTML: readonly OptionConflict[] = [
  ["open", "--open together with --html"],
  ["againstCorrect", "--against-correct together with --html"],
];
/** A diagram is all that is printed then. */
const CONFLICTS_WITH_MERMAID: readonly OptionConflict[] = [
  ["trace", "one of --mermaid and --trace"],
  ["json", "one of --mermaid and --json"],
  ["annotations", "one of --mermaid and --annotations"],
];
/** Options that require --exhaustive. */
const EXHAUSTIVE_ONLY: readonly OptionConflict[] = each(
  ["symmetry", "checkpoint", "certificate", "witnesses", "withoutReduction"],
  "--exhaustive, with a generator config",
);
/** A whole space is judged, not run one by one. */
const CONFLICTS_WITH_EXHAUSTIVE: readonly OptionConflict[] = [
  ["scenario", "one of --scenario and --exhaustive"],
  ["trace", "--trace together with --scenario"],
  ["traceOut", "--trace-out together with --scenario"],
  ...each(["html", "mermaid", "itf"], "--scenario, to show a single run"),
  ["digest", "--digest, without --exhaustive"],
  ["find", "one of --find and --exhaustive"],
  ...each(
    ["gauntlet", "mutate", "coverage", "auditSymmetry"],
    "scenarios one by one, without --exhaustive",
  ),
  ["junit", "--json, with --exhaustive"],
  ["annotations", "--json, with --exhaustive"],
  ...each(COUNTEREXAMPLE_OPTIONS, "--scenario with one of the witnesses, without --exhaustive"),
  ...each(SWEEP_OPTIONS, "some scenarios one by one, without --exhaustive"),
];
/** What is kept or listed is what was shrunk. */
const CONFLICTS_WITH_NO_SHRINK: readonly OptionConflict[] = each(
  COUNTEREXAMPLE_OPTIONS,
  "the same without --no-shrink",
);
/** `--mutate` names the protocol itself. */
const CONFLICTS_WITH_MUTATE: readonly OptionConflict[] = [
  ["protocol", "one of --mutate and --protocol"],
];
const CONFLICTS_WITHOUT_OUT: readonly OptionConflict[] = [["all", "--all together with --out"]];
/** What may be said besides, by options that do something of their own. */
const COMPANIONS = {
  audit: ["audit", "sample", "json", "protocol"],
  checkProtocol: ["checkProtocol", "bug", "json", "nodeTimeout"],
  newProtocol: ["newProtocol"],
} as const satisfies { readonly [Option in keyof Options]?: readonly (keyof Options)[] };
const CONFLICTS_WITH_JSON: readonly OptionConflict[] = [
  ["annotations", "one of --annotations and --json"],
  ["asTest", "one of --as-test and --json"],
];

/**
 * Options that have no meaning for this kind of file, or together. `isRemote`: a program runs the
 * replicas, and each of its answers has a time limit.
 */
export function optionConflicts(
  work: Work,
  options: Options,
  isRemote: boolean,
): readonly Problem[] {
  const explores = work.kind === "space" && options.exhaustive === true;
  const hasCases = work.kind === "cases" && work.cases.length > 1 && options.case === undefined;
  const rules = [
    ...CONFLICTS[work.kind],
    ...(work.kind === "cases" || explores ? [] : conflictsOfScenarios(options)),
    ...(hasCases ? CONFLICTS_WITH_CASES : []),
    ...(explores ? CONFLICTS_WITH_EXHAUSTIVE : EXHAUSTIVE_ONLY),
    ...(options.json === true && !explores ? CONFLICTS_WITH_JSON : []),
    ...conflictsAmong(options),
  ];
  return rules
    .filter(([option]) => isGiven(options[option]) && !(isRemote && option === "nodeTimeout"))
    .map(([option, allowed]) => optionConflict(option, allowed));
}

/** Whatever is run. */
function conflictsAmong({ html, mermaid, shrink, mutate }: Options): readonly OptionConflict[] {
  return [
    ...(html === undefined ? CONFLICTS_WITHOUT_HTML : []),
    ...(mermaid === true ? CONFLICTS_WITH_MERMAID : []),
    ...(shrink === false ? CONFLICTS_WITH_NO_SHRINK : []),
    ...(mutate === undefined ? [] : CONFLICTS_WITH_MUTATE),
    ["sample", "--audit"],
  ];
}

/** Of one scenario, or of many. */
function conflictsOfScenarios(options: Options): readonly OptionConflict[] {
  const { find, gauntlet, mutate, scenario, out, queue } = options;
  if (options.coverage === true) return conflictsWithCounts("--coverage");
  if (options.auditSymmetry === true) return conflictsWithCounts("--audit-symmetry");
  if (gauntlet === true || mutate !== undefined) return CONFLICTS_WITH_GAUNTLET;
  if (find !== undefined) return CONFLICTS_WITH_FIND;
  if (scenario !== undefined) return CONFLICTS_WITH_SCENARIO;
  return [
    ...CONFLICTS_WITH_MANY,
    ...(out === undefined ? CONFLICTS_WITHOUT_OUT : []),
    ...(queue === undefined ? [] : CONFLICTS_WITH_QUEUE),
  ];
}

/** What means nothing together with an option that does something of its own. */
export function conflictsWith(
  alone: keyof typeof COMPANIONS,
  options: Options,
): readonly Problem[] {
  return givenBut(COMPANIONS[alone], options).map((option) =>
    optionConflict(option, `${flagOf(alone)} without it`),
  );
}

/** The options that were given besides those that may be. */
const givenBut = (allowed: readonly string[], options: Options): readonly (keyof Options)[] =>
  (Object.keys(options) as (keyof Options)[]).filter(
    (option) => !allowed.includes(option) && isGiven(options[option]),
  );

/** What means nothing for a folder of attacks. */
const OF_FOLDER: readonly string[] = ["json", "junit", "annotations"] satisfies (keyof Options)[];
export const conflictsWithFolder = (options: Options): readonly Problem[] =>
  givenBut(OF_FOLDER, options).map((option) => optionConflict(option, "one file of the folder"));

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

const optionConflict = (option: keyof Options, allowed: string): Problem => ({
  path: flagOf(option),
  wrong: "has no meaning here",
  allowed,
});

/** An option as the user writes it. */
export const flagOf = (option: keyof Options): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
