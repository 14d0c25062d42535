/** Builds the command that replays a case or a scenario. */
import { isProgram } from "../../io/processes/command-line.js";
import { printable } from "../../lib/scenario/input/printable.js";
import { DEFAULT_PROTOCOL } from "../../lib/registry.js";
import { DEFAULT_RUN } from "../config/config.js";
import type { ResultsHeader } from "../results/results-format.js";
import type { Options, Session } from "../session.js";

/*
 * The lines that a user types to see one run again, from the same folder. What a config says comes
 * with its file; what the command line said is repeated.
 */

type Invocation = Pick<Session, "file" | "options">;
type ReplayOptions = Pick<
  Options,
  "protocol" | "bug" | "crypto" | "seed" | "property" | "verifyDeterminism" | "nodeTimeout"
>;

/** The line that runs a case of a config, or a scenario of a file, again, with its transcript. */
export const replayLine = (
  { file, options }: Invocation,
  what: "case" | "scenario",
  name: string,
): string => replayWords(file, what, name, options);

/** The line that runs what was run with these options again. */
export function replayWords(
  file: string,
  what: "case" | "scenario",
  name: string,
  options: ReplayOptions,
): string {
  const { protocol, bug, crypto, seed, property = [], verifyDeterminism } = options;
  // Of one run only a program has a time limit.
  const seconds = isProgram(protocol ?? "") ? options.nodeTimeout : undefined;
  const words = [
    ...["twins-exec", file, `--${what}`, name, "--trace"],
    ...(seed === undefined ? [] : ["--seed", seed]),
    ...(protocol === undefined ? [] : ["--protocol", protocol]),
    ...bug.flatMap((each) => ["--bug", each]),
    ...property.flatMap((each) => ["--property", each]),
    ...(crypto === undefined ? [] : ["--crypto", crypto]),
    ...(seconds === undefined ? [] : ["--node-timeout", String(seconds)]),
    ...(verifyDeterminism === undefined ? [] : ["--verify-determinism", "1"]),
  ];
  return words.map(shellWord).join(" ");
}

/**
 * The options of a run by its results. A protocol that is not built in is named by the config, or
 * by the user: results know its name and not its file.
 */
export function replayOptions({ run, seed, selection }: ResultsHeader): ReplayOptions {
  const { protocol, protocolSha256, bugs, crypto } = run;
  // A file of scenarios takes no seed.
  const drawn = selection && (seed ?? selection.seed);
  return {
    bug: bugs,
    ...(drawn === undefined ? {} : { seed: drawn }),
    ...(protocolSha256 === undefined && protocol !== DEFAULT_PROTOCOL ? { protocol } : {}),
    ...(crypto === DEFAULT_RUN.crypto ? {} : { crypto }),
  };
}

/** A word as a POSIX shell reads it back; one that cannot be printed, as bash, ksh or zsh does. */
function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (printable(word) === word) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${printable(word.replaceAll(/[\\']/g, "\\$&"))}'`;
}
