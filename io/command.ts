/** Runs a command line to its exit code. */
import { createRequire } from "node:module";
import { CommanderError } from "commander";
import type { Command } from "commander";
import { MOST_GATHERED } from "../lib/scenario/limits.js";
import { InputError } from "../lib/scenario/problem.js";
import { EXIT, exitCodeOf } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { ToolFailure } from "./failure.js";
import { ReaderGone, settled, watchStandardOutput } from "./outputs/standard-output.js";
import { complain } from "./screen.js";
import { grouped } from "./text.js";

/**
 * Runs a command line to its exit code: what the user got wrong ends in 2 with every problem on
 * stderr, a failure of ours in 4. A reader that closes the pipe (`| head`) changes nothing in what
 * the command does and how it ends, but for one that writes to that pipe only: it ends with 0.
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

/** A command that throws where commander would exit, and shows its help after a mistake. */
export const strict = (command: Command): Command =>
  command
    .exitOverride()
    .showHelpAfterError("(--help says more)")
    .configureOutput({ writeErr: (text) => complain(text.trimEnd().split("\n")) });

/** Standard output fails once for all who ask. */
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

/** What failed outside says so itself; for a fault of ours its place in the code helps. */
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
