/** Helpers for zod schemas of hand-written documents, and their errors as problems. */
import { z } from "zod";
import { LONGEST_DESCRIPTION, MOST_GATHERED } from "./limits.js";
import { isValue, member, oneOf } from "./problem.js";
import type { Problem } from "./problem.js";
import { problemsIn } from "./problems.js";

/*
 * The message of every validator says what is allowed;
 * what is wrong is read off the document.
 */

/** A whole number within bounds. */
export function whole(least: number, most: number): z.ZodInt {
  const allowed = `a whole number from ${least} to ${most}`;
  return z.int(allowed).min(least, allowed).max(most, allowed);
}

/** Nothing but this. */
export const exactly = <const Value extends string | number>(value: Value): z.ZodLiteral<Value> =>
  z.literal(value, { error: JSON.stringify(value) });

export const text = (): z.ZodString => z.string("a string");

/** The description of a config or a case. */
export const DESCRIPTION_FIELD = z
  .string("a text")
  .max(LONGEST_DESCRIPTION, `a text of at most ${LONGEST_DESCRIPTION} characters`);

export const list = <Item extends z.core.SomeType>(item: Item): z.ZodArray<Item> =>
  z.array(item, "a list");

/** One of some words. */
export function word<const Words extends readonly [string, ...string[]]>(
  ...words: Words
): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum<Words>(words, { error: oneOf(words) });
}

/** An object with these keys and no others. */
export function record<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape).filter((key) => !key.startsWith("$"));
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === "unrecognized_keys" ? oneOf(known) : `an object with ${known.join(", ")}`,
  });
}

/** Converts errors of a validator to problems of the document. */
export function problemsOf(
  error: z.core.$ZodError,
  document: unknown,
  path = "",
): readonly Problem[] {
  return problemsIn(error.issues, (top) =>
    problemsIn(issuesOf([top], []), (issue) => {
      const place = issue.path.reduce<string>(member, path);
      return issue.code === "unrecognized_keys"
        ? unknownKeys(issue, place)
        : [{ path: place, wrong: isValue(at(document, issue.path)), allowed: issue.message }];
    }),
  );
}

const unknownKeys = (
  { keys, message }: z.core.$ZodIssueUnrecognizedKeys,
  place: string,
): readonly Problem[] =>
  problemsIn(keys, (key) => [
    { path: member(place, key), wrong: "is not a known key", allowed: message },
  ]);

type Issue = z.core.$ZodIssue;

/** Of a value that fits none of several forms, the issues of the one form that it was meant for. */
function issuesOf(issues: readonly Issue[], base: readonly PropertyKey[]): readonly Issue[] {
  return issues.slice(0, MOST_GATHERED).flatMap((issue) => {
    const path = [...base, ...issue.path];
    const forms = issue.code === "invalid_union" ? issue.errors.filter(isMeant) : [];
    const [meant, rival] = forms.length > 1 ? forms.filter(knowsItsKeys) : forms;
    return meant !== undefined && rival === undefined
      ? issuesOf(meant, path)
      : [{ ...issue, path }];
  });
}

/** Whether a value has the outer shape of a form, and is wrong only further inside. */
const isMeant = (issues: readonly Issue[]): boolean =>
  issues.length > 0 &&
  issues.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys");

/** Whether all keys of a value are those of a form. */
const knowsItsKeys = (issues: readonly Issue[]): boolean =>
  !issues.some(({ path, code }) => path.length === 0 && code === "unrecognized_keys");

function at(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    document,
  );
}

/** A part of a document if it is well-formed, for checks that need only that part. */
export function wellFormed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}
