/**
 * Prints lines for people. All printed text goes through this file, which escapes control
 * characters of terminals and build servers except our own colours, so that no input can control a
 * terminal.
 */
import { randomUUID } from "node:crypto";
import { printable, printableLine } from "../../lib/scenario/input/printable.js";
import { isColoured, paintWith, PLAIN } from "./style.js";
import type { Environment, Style } from "./style.js";

export interface Screen {
  readonly paint: Style;
  /** Prints each text on a line of its own. */
  readonly print: (lines: readonly string[]) => void;
  /** Prints a text of JSON, which stays JSON and means the same. */
  readonly json: (text: string) => void;
  /** Prints lines that a build server is meant to obey. */
  readonly command: (lines: readonly string[]) => void;
}

/** Where a screen's lines end up. */
type Sink = Pick<NodeJS.WriteStream, "isTTY" | "write">;

const STREAMS = {
  output: (): Sink => process.stdout,
  errors: (): Sink => process.stderr,
};

/** Standard output or standard error, with colours if a person is there to see them. */
export const standardScreen = (name: keyof typeof STREAMS): Screen => screenOn(STREAMS[name]());

/** A screen whose lines end up there. */
export function screenOn(sink: Sink, environment?: Environment): Screen {
  const write = (lines: readonly string[], made: (line: string) => string): void => {
    if (lines.length > 0) sink.write(lines.map((line) => `${made(line)}\n`).join(""));
  };
  const command = (lines: readonly string[]): void => {
    write(lines, printable);
  };
  const json = (text: string): void => {
    command(text.split("\n"));
  };
  if (!isColoured(sink, environment)) {
    const print = (lines: readonly string[]): void => {
      write(lines, printableLine);
    };
    return { paint: PLAIN, print, json, command };
  }
  // Drawn, so that no text can have it: what it stands before is a colour of ours.
  const mark = `\u001b${randomUUID()}`;
  const print = (lines: readonly string[]): void => {
    write(lines, (line) => coloured(line, mark));
  };
  return { paint: paintWith((code) => `${mark}${code}m`), print, json, command };
}

function coloured(line: string, mark: string): string {
  const [before = "", ...parts] = line.split(mark);
  let made = printableLine(before);
  let isBlank = before.trim() === "";
  for (const part of parts) {
    const end = part.indexOf("m") + 1;
    const text = part.slice(end);
    made += `\u001b[${part.slice(0, end)}${isBlank ? printableLine(text) : printable(text)}`;
    isBlank &&= text.trim() === "";
  }
  return made;
}

/** What went wrong, on standard error. */
export function complain(lines: readonly string[]): void {
  standardScreen("errors").print(lines);
}
