/** What a protocol threw, in words: the error, and where in the protocol's files. */
import { show } from "./contract-values.js";

/** So many frames of a stack are shown. */
const MOST_FRAMES = 3;

/** One call of a stack. */
interface Frame {
  /** Empty when the engine knows none. */
  readonly caller: string;
  readonly file: string;
  /** Line and column. */
  readonly place: string;
}

/**
 * The error with the innermost calls of its stack, down to the host's: those of the file
 * that made `caught`. Files go without their folders, so that it reads alike everywhere.
 */
export function thrownWords(error: unknown, caught: Error): string {
  if (!(error instanceof Error)) return `threw ${show(error)}`;
  const [host] = framesOf(caught);
  const all = framesOf(error);
  const end = all.findIndex(({ file }) => file === host?.file);
  const own = (end < 0 ? all : all.slice(0, end)).filter(({ file }) => !file.startsWith("node:"));
  const calls = own.slice(0, MOST_FRAMES).map(frameWords);
  const what = `threw ${error.name}: ${error.message}`;
  return calls.length === 0 ? what : `${what} (${calls.join(", from ")})`;
}

const frameWords = ({ caller, file, place }: Frame): string => {
  const where = `${fileName(file)}:${place}`;
  return caller === "" ? where : `${caller} at ${where}`;
};

/** The last part of a path or of an address, without its query. */
const fileName = (file: string): string => (file.split(/[/\\]/).at(-1) ?? "").replace(/\?.*$/, "");

/** `    at caller (file:line:column)`, or without the caller. */
const FRAME = /^\s+at (?:(.+) \()?(.+?):(\d+:\d+)\)?$/;

function framesOf({ stack = "" }: Error): readonly Frame[] {
  return stack.split("\n").flatMap((line) => {
    const [, caller = "", file, place] = FRAME.exec(line) ?? [];
    return file === undefined || place === undefined ? [] : [{ caller, file, place }];
  });
}
