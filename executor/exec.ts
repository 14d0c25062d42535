import type { ExitCode } from "../io/exit.js";
import { InputError, oneOf, show } from "../lib/scenario/problem.js";
import type { Problem } from "../lib/scenario/problem.js";
import type { Case, ExecutorConfig, RunConfig } from "./config.js";
import { execCases } from "./exec-cases.js";
import { execScenarios } from "./exec-scenarios.js";
import { loadWork } from "./load.js";
import { replayCase } from "./replay.js";
import type { Options, Session } from "./session.js";

/** Runs what the user asked for, reports, and tells how to end. */
export async function exec(session: Session): Promise<ExitCode> {
  const { file, options } = session;
  const config = await loadWork(file);
  const run = withOptions(config.run, options);
  const { work } = config;
  refuse(misplaced(work.kind, options));
  if (work.kind === "scenarios") return execScenarios(run, work.file, session);
  const replay = (name: string): string => replayCase(session, name);
  return execCases(run, chosen(work.cases, session), session, replay);
}

const withOptions = (run: RunConfig, { bug, crypto }: Options): RunConfig => ({
  ...run,
  bugs: [...new Set([...run.bugs, ...bug])],
  crypto: crypto ?? run.crypto,
});

/** Options that mean nothing for what was named. */
function misplaced(kind: ExecutorConfig["work"]["kind"], options: Options): readonly Problem[] {
  const wrong =
    kind === "cases"
      ? ([
          ["--scenario", options.scenario, "--case with a config of cases"],
          ["--out", options.out, "--json with a config of cases"],
          ["--limit", options.limit, "--case with a config of cases"],
        ] as const)
      : ([
          ["--case", options.case, "--scenario with a file of scenarios"],
          ...(options.scenario === undefined
            ? ([["--trace", options.trace, "--trace together with --scenario"]] as const)
            : ([
                ["--out", options.out, "--json with a single scenario"],
                ["--limit", options.limit, "one of --scenario and --limit"],
              ] as const)),
        ] as const);
  return wrong.flatMap(([option, value, allowed]) =>
    value === undefined ? [] : [{ path: option, wrong: "has no meaning here", allowed }],
  );
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
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
