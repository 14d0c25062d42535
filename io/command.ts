/** Runs a command line to its exit code. */
import { createRequire } from "node:module";
import { CommanderError } from "commander";
import type { Command } from "commander";
import { MOST_GATHERED } from "../lib/scenario/input/limits.js";
import { InputError } from "../lib/scenario/input/problem.js";
import { EXIT, exitCodeOf } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { ToolFailure } from "./failure.js";
import { ReaderGone, settled, watchStandardOutput } from "./outputs/standard-output.js";
import { complain } from "./terminal/screen.js";
import { grouped } from "./terminal/text.js";

/**
 * Runs a command and sets the exit code. Invalid input: exit code 2, with every problem on stderr.
 * A failure of the tool: exit code 4. If the reader of standard output closes the pipe (`| head`),
 * the command still finishes its work and keeps its exit code; a command whose only output is that
 * pipe stops early with exit code 0.
 */
export async function runCommand(name: string, main: () => Promise<ExitCode>): Promise<void> {
  watchStandardOutput();
  process.on("uncaughtException", (error) => process.exit(report(name, error)));
  const exits = [await codeOf(name, main)];
  exits.push(
    await codeOf(name, async () => {
      await settled();
      return EXIT.ok;
    }),
  );
  process.exitCode = exitCodeOf(exits);
}

async function codeOf(name: string, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    return report(name, error);
  }
}

/** A command that throws instead of exiting, and points to --help after a usage error. */
export const strict = (command: Command): Command =>
  command
    .exitOverride()
    .showHelpAfterError("(run with --help for usage)")
    .configureOutput({ writeErr: (text) => complain(text.trimEnd().split("\n")) });

/** Errors that were reported: one failure of standard output reaches several callers. */
const reported = new Set<unknown>();

function report(name: string, error: unknown): ExitCode {
  if (reported.has(error)) return EXIT.failed;
  reported.add(error);
  if (error instanceof AggregateError) {
    return exitCodeOf(error.errors.map((each: unknown) => report(name, each)));
  }
  if (error instanceof ReaderGone) return EXIT.ok;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof InputError) {
    const { length } = error.problems;
    complain(error.message.split("\n"));
    if (length > 1) complain([`${name}: ${howMany(length)} problems`]);
    return EXIT.usage;
  }
  complain(error instanceof Error ? failureLines(name, error) : [`${name}: ${String(error)}`]);
  return EXIT.failed;
}

const howMany = (problems: number): string =>
  problems < MOST_GATHERED ? String(problems) : `at least ${grouped(problems)}`;

/** The message; for a defect of the tool also the stack. */
function failureLines(name: string, error: Error): readonly string[] {
  const place =
    error instanceof ToolFailure || "syscall" in error
      ? []
      : (error.stack ?? "").split("\n").filter((line) => /^ +at /.test(line));
  return [`${name}: ${error.message}`, ...place];
}

/** The version of this package, which is in its package.json. */
export function packageVersion(): string {
  const require = createRequire(import.meta.url);
  const { version } = require("twins-bft/package.json") as { readonly version: string };
  return version;
}
