/** The lines that a user types to see one run again. */

/** How a run was asked for, as far as another run must repeat it. */
export interface Invocation {
  readonly file: string;
  /** Bugs and crypto from the command line; those of a config come with the file. */
  readonly bugs: readonly string[];
  readonly crypto: string | undefined;
}

/** The line that runs one case of a config again, with its transcript. */
export const replayCase = (invocation: Invocation, name: string): string =>
  commandLine(invocation, ["--case", name, "--trace"]);

/** The line that runs one scenario of a file again, with its transcript. */
export const replayScenario = (invocation: Invocation, id: string): string =>
  commandLine(invocation, ["--scenario", id, "--trace"]);

function commandLine({ file, bugs, crypto }: Invocation, which: readonly string[]): string {
  const options = [
    ...which,
    ...(bugs.length > 0 ? ["--bug", ...bugs] : []),
    ...(crypto === undefined ? [] : ["--crypto", crypto]),
  ];
  return ["twins-exec", file, ...options].map(shellWord).join(" ");
}

/** A word as a POSIX shell reads it back. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
