/** The entry point of twins-exec: loads the file and runs what the options ask for. */
import { unreachable } from "../lib/protocol/assert.js";
import type { ExitCode } from "../io/exit.js";
import { claimOutputs } from "../io/outputs/claim.js";
import { protocolNamed } from "../io/protocols/choose.js";
import { isNotation } from "../lib/scenario/notation.js";
import { InputError, oneOf, show } from "../lib/scenario/input/problem.js";
import type { Problem } from "../lib/scenario/input/problem.js";
import { SELECTION_KEYS } from "../lib/space/overrides.js";
import type { Overrides } from "../lib/space/overrides.js";
import type { Case, ExecutorConfig, RunConfig } from "./config/config.js";
import { execAudit } from "./exec-audit.js";
import { execCases } from "./exec-cases.js";
import { execSpace } from "./exec-space.js";
import { firstIndeterminate } from "./run/sample.js";
import { execScenarios, execSpaceScenarios } from "./exec-scenarios.js";
import { loadWork } from "./sources/load.js";
import { conflictsWith, optionConflicts } from "./option-conflicts.js";
import { outputsOf } from "./outputs.js";
import { unknownNames } from "./config/protocol-problems.js";
import { withReports } from "./reports/reports.js";
import type { CommandResult } from "./reports/reports.js";
import type { Options, Session } from "./session.js";
import { scenarioOfSpace, scenarioOnLine } from "./sources/space-source.js";
import type { SpaceDefinition } from "./sources/space-source.js";

/** Runs what the options ask for, prints the report, and returns the exit code. */
export async function exec(session: Session): Promise<ExitCode> {
  const { file, options } = session;
  if (options.audit !== undefined) refuse(conflictsWith("audit", options));
  const { nodeTimeout: seconds } = options;
  const named =
    options.protocol === undefined ? undefined : await protocolNamed(options.protocol, { seconds });
  if (options.audit !== undefined) return execAudit(options.audit, session, named);
  const config = await loadWork(file, named, { overrides: overridesOf(options), seconds });
  const run = withOptions(config.run, options);
  const { work } = config;
  const inputs = work.kind === "scenarios" ? [file, work.file] : [file];
  const release = await claimOutputs(outputsOf(options), inputs, [
    ...optionConflicts(work, options),
    ...unknownNames(config.run, options),
  ]);
  try {
    if (work.kind !== "space" || options.exhaustive !== true) {
      return await withReports(session, () => execWork(run, work, session));
    }
    return indeterminate(run, work.space, session) ?? (await execSpace(run, work.space, session));
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
  switch (work.kind) {
    case "cases":
      return execCases(run, chosen(work.cases, session), session);
    case "scenarios":
      return execScenarios(run, work.file, session);
    case "space":
      return session.options.scenario === undefined
        ? execSpaceScenarios(run, work.space, work.choice, session)
        : execCases(run, [caseOfSpace(work.space, session.options.scenario, session)], session);
    default:
      return unreachable(work);
  }
}

const withOptions = (run: RunConfig, { bug, crypto, property }: Options): RunConfig => ({
  ...run,
  properties: property,
  bugs: [...new Set([...run.bugs, ...bug])],
  crypto: crypto ?? run.crypto,
});

/** The scenario that was named, as a case without expectations. */
function caseOfSpace(
  { space, stabilization }: SpaceDefinition,
  id: string,
  { file }: Session,
): Case {
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
