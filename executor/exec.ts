import { unreachable } from "../lib/protocol/assert.js";
import type { ExitCode } from "../io/exit.js";
import { isNotation } from "../lib/scenario/notation.js";
import { InputError, oneOf, show } from "../lib/scenario/problem.js";
import type { Problem } from "../lib/scenario/problem.js";
import type { Case, ExecutorConfig, RunConfig } from "./config.js";
import { execAudit } from "./exec-audit.js";
import { execCases } from "./exec-cases.js";
import { execSpace } from "./exec-space.js";
import { execScenarios } from "./exec-scenarios.js";
import { loadWork } from "./load.js";
import type { Options, Session } from "./session.js";
import { scenarioOfSpace, scenarioOnLine } from "./space-source.js";
import type { NumberedSpace } from "./space-source.js";

/** Runs what the user asked for, reports, and tells how to end. */
export async function exec(session: Session): Promise<ExitCode> {
  const { file, options } = session;
  if (options.audit !== undefined) return auditOnly(options.audit, session);
  const config = await loadWork(file);
  const run = withOptions(config.run, options);
  const { work } = config;
  const problems = misplaced(work.kind, options);
  if (problems.length > 0) throw new InputError(problems);
  switch (work.kind) {
    case "cases":
      return execCases(run, chosen(work.cases, session), session);
    case "scenarios":
      return execScenarios(run, work.file, session);
    case "space":
      if (options.exhaustive === true) return execSpace(run, work.space, session);
      return execCases(run, [caseOfSpace(work.space, session)], session);
    default:
      return unreachable(work);
  }
}

function auditOnly(certificate: string, session: Session): ExitCode {
  const foreign = Object.entries(session.options).filter(
    ([name, value]) => !WITH_AUDIT.includes(name) && value !== undefined,
  );
  const given = foreign.filter(([, value]) => !Array.isArray(value) || value.length > 0);
  const problems = given.map(([name]) => misplacedOption(name, "--audit without it"));
  if (problems.length > 0) throw new InputError(problems);
  return execAudit(certificate, session);
}

const withOptions = (run: RunConfig, { bug, crypto }: Options): RunConfig => ({
  ...run,
  bugs: [...new Set([...run.bugs, ...bug])],
  crypto: crypto ?? run.crypto,
});

type Kind = ExecutorConfig["work"]["kind"];
type Misplaced = readonly [option: keyof Options, instead: string];

/** Options that mean nothing for a file of that kind. */
const MISPLACED: Readonly<Record<Kind, readonly Misplaced[]>> = {
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
const MISPLACED_WITH_SCENARIO: readonly Misplaced[] = [
  ["out", "--json, with a single scenario"],
  ["limit", "one of --scenario and --limit"],
];
/** What only means something when a whole space is judged. */
const EXPLORATION: readonly Misplaced[] = (
  ["checkpoint", "certificate", "workers", "witnesses"] as const
).map((option) => [option, "--exhaustive, with a generator config"]);
const WITH_AUDIT: readonly string[] = ["audit", "sample", "json"];
const MISPLACED_WITH_MANY: readonly Misplaced[] = [["trace", "--trace together with --scenario"]];
/** A whole space is judged, not run one by one. */
const MISPLACED_WITH_ALL: readonly Misplaced[] = [
  ["scenario", "one of --scenario and --exhaustive"],
  ["trace", "--trace together with --scenario"],
  ["digest", "--digest, with a file of scenarios"],
];

function misplaced(kind: Kind, options: Options): readonly Problem[] {
  const more = options.scenario === undefined ? MISPLACED_WITH_MANY : MISPLACED_WITH_SCENARIO;
  return [
    ...MISPLACED[kind],
    ...(kind === "scenarios" ? more : []),
    ...(options.exhaustive === true && kind === "space" ? MISPLACED_WITH_ALL : EXPLORATION),
    ["sample", "--audit"] as const,
  ].flatMap(([option, allowed]) =>
    options[option] === undefined ? [] : [misplacedOption(option, allowed)],
  );
}

const misplacedOption = (option: string, allowed: string): Problem => ({
  path: `--${option}`,
  wrong: "has no meaning here",
  allowed,
});

/** The scenario that was named, as a case without expectations. */
function caseOfSpace({ space, stabilization }: NumberedSpace, { file, options }: Session): Case {
  const { scenario: id } = options;
  if (id === undefined) {
    const allowed = "--scenario <id>, --exhaustive, or the file that twins-gen writes from it";
    throw new InputError([{ path: "", wrong: "is a generator config", allowed }], file);
  }
  const { roster, semantics } = space;
  const scenario = isNotation(id) ? scenarioOnLine(id, roster) : scenarioOfSpace(space, id, file);
  return { scenario, roster, semantics, stabilization, bugs: [] };
}

/** The cases to run: all, or the one that was named. */
function chosen(cases: readonly Case[], { file, options }: Session): readonly Case[] {
  const { case: name } = options;
  if (name === undefined) return cases;
  const found = cases.filter(({ scenario }) => scenario.id === name);
  if (found.length > 0) return found;
  const names = cases.map(({ scenario }) => scenario.id);
  throw new InputError(
    [{ path: "--case", wrong: `is ${show(name)}`, allowed: oneOf(names) }],
    file,
  );
}
