import { createRequire } from "node:module";
import { CommanderError } from "commander";
import type { Command } from "commander";
import { InputError } from "../lib/scenario/problem.js";
import { EXIT } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { fileError, ToolFailure } from "./failure.js";

/**
 * Runs a command line to its exit code: what the user got wrong ends in 2 with every problem on
 * stderr, a failure of ours in 4. A reader that closes the pipe (`| head`) ends it quietly.
 */
export async function runCommand(name: string, main: () => Promise<ExitCode>): Promise<void> {
  process.stdout.on("error", endQuietly);
  process.on("uncaughtException", (error) => process.exit(report(name, error)));
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = report(name, error);
  }
}

/** A command that throws where commander would exit, and shows its help after a mistake. */
export const strict = (command: Command): Command =>
  command.exitOverride().showHelpAfterError("(--help says more)");

function report(name: string, error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof InputError) {
    const { length } = error.problems;
    console.error(error.message);
    if (length > 1) console.error(`${name}: ${length} problems`);
    return EXIT.usage;
  }
  console.error(`${name}: ${error instanceof Error ? messageOf(error) : String(error)}`);
  return EXIT.failed;
}

/** What failed outside says so itself; for a fault of ours its place in the code helps. */
const messageOf = (error: Error): string =>
  error instanceof ToolFailure || "syscall" in error
    ? error.message
    : (error.stack ?? error.message);

/** The version of this package, which is in its package.json. */
export function packageVersion(): string {
  const require = createRequire(import.meta.url);
  const { version } = require("twins-bft/package.json") as { readonly version: string };
  return version;
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw fileError(error, "standard output", "written");
}
