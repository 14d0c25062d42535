/** Problems of an input in words, and the result type of readers. */
import { LONGEST_ID, MOST_GATHERED, MOST_SHOWN } from "./limits.js";
import { printable } from "./printable.js";

/** One thing that is wrong with what a user wrote. */
export interface Problem {
  /** Where in the document: `rounds[2].leader`; empty for the document itself. */
  readonly path: string;
  /** The error, as the end of a sentence: `is 0`, `is missing`. */
  readonly wrong: string;
  /** The allowed values. */
  readonly allowed?: string;
  /** The position in the text, from 1, if known. */
  readonly line?: number;
  /** The column, with the line only. */
  readonly column?: number;
}

/**
 * Invalid input of a user: all problems at once, of which the message shows the first ones. A
 * command ends with exit code 2.
 */
export class InputError extends Error {
  readonly problems: readonly Problem[];
  /** The file name, or another name of the input. */
  readonly source: string | undefined;

  constructor(problems: readonly Problem[], source?: string) {
    super(describeProblems(problems, source).join("\n"));
    this.name = "InputError";
    this.problems = problems;
    this.source = source;
  }
}

/** The result of a reader: a value, or all problems. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const accepted = <T>(value: T): Read<T> => ({ ok: true, value });
export const refused = (problems: readonly Problem[]): Read<never> => ({ ok: false, problems });

/** The value; throws {@link InputError} with every problem when there is none. */
export function valueOf<T>(read: Read<T>, source?: string): T {
  if (!read.ok) throw new InputError(read.problems, source);
  return read.value;
}

/** Does some work on an input; an {@link InputError} of it names the input. */
export function about<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.problems, source) : error;
  }
}

function describeProblems(problems: readonly Problem[], source?: string): readonly string[] {
  const shown = problems.slice(0, MOST_SHOWN).map((each) => describeProblem(each, source));
  const more = problems.length - shown.length;
  if (more === 0) return shown;
  return [...shown, `and ${problems.length < MOST_GATHERED ? "" : "at least "}${more} more`];
}

/**
 * One printable line for a person:
 * `file.json:3:7: rounds[0].leader is "z"; allowed: one of a, b`.
 */
export function describeProblem(problem: Problem, source?: string): string {
  const { path, wrong, allowed, line, column } = problem;
  const place = [source, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(":");
  const subject = path === "" ? wrong : `${path} ${wrong}`;
  const remedy = allowed === undefined ? "" : `; allowed: ${allowed}`;
  return printable(`${place === "" ? "" : `${place}: `}${subject}${remedy}`);
}

const LONGEST_QUOTE = 60;
const LONGEST_LIST = 30;

/** A value of any origin, short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(
      value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value,
    );
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  return typeof value === "object" ? "an object" : `of type ${typeof value}`;
}

/** Says of a value what it is: `is 7`, `is missing`. */
export const isValue = (value: unknown): string =>
  value === undefined ? "is missing" : `is ${show(value)}`;

/** `one of a, b, c`, shortened if long. */
export const oneOf = (names: readonly string[]): string => `one of ${listed(names)}`;

/** `a, b, c`, shortened if long. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, LONGEST_LIST).map((name) => name.slice(0, LONGEST_ID));
  const rest = names.length - LONGEST_LIST;
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** The path of an item: `a[0]`. */
export const itemOf = (path: string, index: number): string => `${path}[${index}]`;

/** The path of a field whose name we chose: `a.b`. */
export const fieldOf = (path: string, name: string): string =>
  path === "" ? name : `${path}.${name}`;

/** The path of a member with any key: `a.b`, `a[0]`, `a["odd key"]`. */
export function member(path: string, key: PropertyKey): string {
  if (typeof key === "number") return itemOf(path, key);
  const name = String(key);
  return name.length <= LONGEST_QUOTE && /^[A-Za-z_$][\w$]*$/.test(name)
    ? fieldOf(path, name)
    : `${path}[${show(name)}]`;
}
