/** The entry point of twins-exec: loads the file and runs what the options ask for. */
import { unreachable } from "../lib/protocol/assert.js";
import type { ExitCode } from "../io/exit.js";
import { isFolder } from "../io/files/json-files.js";
import { claimOutputs } from "../io/outputs/claim.js";
import { protocolNamed, runsInProgram } from "../io/protocols/choose.js";
import { InputError, oneOf, show } from "../lib/scenario/input/problem.js";
import type { Problem } from "../lib/scenario/input/problem.js";
import { SELECTION_KEYS } from "../lib/space/overrides.js";
import type { Overrides } from "../lib/space/overrides.js";
import { attacksIn } from "./attacks/attack-folder.js";
import { execAttacks } from "./attacks/exec-attacks.js";
import type { Case, ExecutorConfig, RunConfig } from "./config/config.js";
import { execAudit } from "./exec-audit.js";
import { execCases } from "./exec-cases.js";
import { execFind } from "./search/exec-find.js";
import { execSpace } from "./exec-space.js";
import { firstIndeterminate } from "./run/sample.js";
import { execScenarios, execSpaceScenarios } from "./exec-scenarios.js";
import { execCoverage } from "./assessment/rule-coverage/exec-coverage.js";
import { execGauntlet } from "./assessment/gauntlet/exec-gauntlet.js";
import { loadWork } from "./sources/load.js";
import { conflictsWith, conflictsWithFolder, optionConflicts } from "./option-conflicts.js";
import { outputsOf } from "./outputs.js";
import { unknownNames } from "./config/protocol-problems.js";
import { counterexampleKeeper, printingOnlyTests } from "./counterexample/regression/keep.js";
import { withReports } from "./reports/reports.js";
import type { CommandResult } from "./reports/reports.js";
import type { Options, Session } from "./session.js";
import { caseOfSpace } from "./sources/case-of-space.js";
import { execSymmetryAudit } from "./assessment/symmetry-audit/exec-symmetry-audit.js";
import type { SpaceDefinition } from "./sources/space-source.js";

/** Runs what the options ask for, prints the report, and returns the exit code. */
export async function exec(session: Session): Promise<ExitCode> {
  const { file, options } = session;
  if (options.audit !== undefined) refuse(conflictsWith("audit", options));
  if (isFolder(file)) return execFolder(session);
  const { nodeTimeout: seconds } = options;
  const name = options.mutate ?? options.protocol;
  const option = options.mutate === undefined ? "--protocol" : "--mutate";
  const named = name === undefined ? undefined : await protocolNamed(name, { option, seconds });
  if (options.audit !== undefined) return execAudit(options.audit, session, named);
  const config = await loadWork(file, named, { overrides: overridesOf(options), seconds });
  const run = withOptions(config.run, options);
  const { work } = config;
  const inputs = work.kind === "scenarios" ? [file, work.file] : [file];
  const keep = await counterexampleKeeper(run, session);
  const release = await claimOutputs(outputsOf(options), inputs, [
    ...optionConflicts(work, options, runsInProgram(run)),
    ...unknownNames(config.run, options),
  ]);
  try {
    if (work.kind !== "space" || options.exhaustive !== true) {
      return await withReports(session, async () => {
        const result = await execWork(run, work, printingOnlyTests(session));
        await keep(result.counterexamples ?? []);
        return result;
      });
    }
    return indeterminate(run, work.space, session) ?? (await execSpace(run, work.space, session));
  } finally {
    release();
  }
}

/** Runs the attacks of a folder. */
async function execFolder(session: Session): Promise<ExitCode> {
  const { file, options } = session;
  refuse(conflictsWithFolder(options));
  const attacks = await attacksIn(file);
  const inputs = attacks.map((each) => each.file);
  const release = await claimOutputs(outputsOf(options), inputs, []);
  try {
    return await withReports(session, () => Promise.resolve(execAttacks(attacks, session)));
  } finally {
    release();
  }
}

/** Explores nothing if the protocol answers differently when a scenario is run again. */
function indeterminate(
  run: RunConfig,
  definition: SpaceDefinition,
  session: Session,
): ExitCode | undefined {
  const { verifyDeterminism = 0 } = session.options;
  const id = firstIndeterminate(run, definition, verifyDeterminism);
  if (id === undefined) return undefined;
  const options = { ...session.options, scenario: id, verifyDeterminism: 1 };
  const one = { ...session, options };
  return execCases(run, [caseOfSpace(definition, id, one)], one).exit;
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
}

/** The options that override the key of a generator config of the same name. */
const overridesOf = (options: Options): Overrides =>
  Object.fromEntries(SELECTION_KEYS.map((key): [string, unknown] => [key, options[key]]));

type Work = ExecutorConfig["work"];

async function execWork(run: RunConfig, work: Work, session: Session): Promise<CommandResult> {
  if (session.options.coverage === true) return execCoverage(run, work, session);
  switch (work.kind) {
    case "cases":
      return execCases(run, chosen(work.cases, session), session);
    case "scenarios":
      return execScenarios(run, work.file, session);
    case "space":
      return execSpaceWork(run, work, session);
    default:
      return unreachable(work);
  }
}

/** What is done with a space: one of several things, or its scenarios are run. */
async function execSpaceWork(
  run: RunConfig,
  { space, choice }: Extract<Work, { kind: "space" }>,
  session: Session,
): Promise<CommandResult> {
  const { scenario, find, gauntlet, mutate, auditSymmetry } = session.options;
  if (gauntlet === true || mutate !== undefined) return execGauntlet(run, space, session);
  if (auditSymmetry === true) return execSymmetryAudit(run, space, choice, session);
  if (find !== undefined) return execFind(run, space, session);
  return scenario === undefined
    ? execSpaceScenarios(run, space, choice, session)
    : execCases(run, [caseOfSpace(space, scenario, session)], session);
}

const withOptions = (run: RunConfig, { bug, crypto, property, find }: Options): RunConfig => ({
  ...run,
  properties: typeof find === "string" ? [find] : property,
  bugs: [...new Set([...run.bugs, ...bug])],
  crypto: crypto ?? run.crypto,
});

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
