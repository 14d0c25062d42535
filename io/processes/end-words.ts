/** How a child ended, in words. */
import { printable } from "../../lib/scenario/input/printable.js";
import type { ChildEnd } from "./shared-words.js";

const MOST_LINES = 3;

/** How it ended, with the last lines of its log. */
export function endWords(end: ChildEnd): string {
  const { log } = end;
  const last = log.slice(-MOST_LINES).map(printable).join(" / ");
  return last === "" ? howItEnded(end) : `${howItEnded(end)}; its log ends: ${last}`;
}

function howItEnded({ timedOut, killed, code, signal }: ChildEnd): string {
  if (timedOut) return "no answer: the program said nothing in time, and was killed";
  if (killed) return "the program closed its standard output, or reads no more";
  return signal === null
    ? `the program exited with code ${code ?? "unknown"}`
    : `the program was ended by ${signal}`;
}
