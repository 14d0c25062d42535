/** Builds the command that replays a case or a scenario. */
import { printable } from "../../lib/scenario/input/printable.js";
import type { Session } from "../session.js";

/*
 * The lines that a user types to see one run again, from the same folder. What a config says comes
 * with its file; what the command line said is repeated.
 */

type Invocation = Pick<Session, "file" | "options">;

/** The line that runs a case of a config, or a scenario of a file, again, with its transcript. */
export function replayLine(
  { file, options }: Invocation,
  what: "case" | "scenario",
  name: string,
): string {
  const { protocol, bug, crypto, seed, property = [], verifyDeterminism } = options;
  const words = [
    ...["twins-exec", file, `--${what}`, name, "--trace"],
    ...(seed === undefined ? [] : ["--seed", seed]),
    ...(protocol === undefined ? [] : ["--protocol", protocol]),
    ...bug.flatMap((each) => ["--bug", each]),
    ...property.flatMap((each) => ["--property", each]),
    ...(crypto === undefined ? [] : ["--crypto", crypto]),
    ...(verifyDeterminism === undefined ? [] : ["--verify-determinism", "1"]),
  ];
  return words.map(shellWord).join(" ");
}

/** A word as a POSIX shell reads it back; one that cannot be printed, as bash, ksh or zsh does. */
function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (printable(word) === word) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${printable(word.replaceAll(/[\\']/g, "\\$&"))}'`;
}
