import type { Session } from "./session.js";

/*
 * The lines that a user types to see one run again. Bugs and crypto of a config come with its file;
 * those of the command line are repeated.
 */

type Invocation = Pick<Session, "file" | "options">;

/** The line that runs one case of a config again, with its transcript. */
export const replayCase = (invocation: Invocation, name: string): string =>
  commandLine(invocation, ["--case", name, "--trace"]);

/** The line that runs one scenario of a file again, with its transcript. */
export const replayScenario = (invocation: Invocation, id: string): string =>
  commandLine(invocation, ["--scenario", id, "--trace"]);

function commandLine({ file, options }: Invocation, which: readonly string[]): string {
  const { bug, crypto } = options;
  const words = [
    ...["twins-exec", file, ...which],
    ...bug.flatMap((name) => ["--bug", name]),
    ...(crypto === undefined ? [] : ["--crypto", crypto]),
  ];
  return words.map(shellWord).join(" ");
}

/** A word as a POSIX shell reads it back. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
