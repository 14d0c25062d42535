/** What configs say of the protocol to be run, and which of that the protocol does not know. */
import { z } from "zod";
import { MODULE_PATH } from "../protocol/module.js";
import type { ProtocolModule } from "../protocol/module.js";
import { record } from "./input/zod-problems.js";
import type { AnyProtocol } from "../protocol/protocol.js";
import { LONGEST_ID } from "./input/limits.js";
import { fieldOf, isValue, itemOf, oneOf } from "./input/problem.js";
import type { Problem } from "./input/problem.js";
import { problemsIn } from "./input/problems.js";
import type { Roster } from "./model.js";

const COMMAND = "a command, word by word";

/** A program that runs a protocol: its command, word by word. */
const PROGRAM = record({
  exec: z
    .array(z.string("a word of a command"), COMMAND)
    .min(1, COMMAND)
    .describe("A program that runs the protocol, and its arguments; no shell reads them."),
});

/** A protocol: one of those that are built in, the path of a module, or a program. */
export function protocolField(
  builtIn: readonly string[],
): z.ZodUnion<readonly [z.ZodEnum<Readonly<Record<string, string>>>, z.ZodString, typeof PROGRAM]> {
  const error = protocolsIn(builtIn);
  return z.union([z.enum(builtIn), z.string().regex(MODULE_PATH, error), PROGRAM], { error });
}

/** A protocol that runs in this process: one that is built in, or the path of a module. */
export function moduleField(
  builtIn: readonly string[],
): z.ZodUnion<readonly [z.ZodEnum<Readonly<Record<string, string>>>, z.ZodString]> {
  const error = modulesIn(builtIn);
  return z.union([z.enum(builtIn), z.string().regex(MODULE_PATH, error)], { error });
}

const modulesIn = (builtIn: readonly string[]): string =>
  `${oneOf(builtIn)}, or the path of a module: ./mine.js`;

/** Which protocols can be run, in words. */
export const protocolsIn = (builtIn: readonly string[]): string =>
  `${oneOf(builtIn)}, the path of a module: ./mine.js, or a program: exec: ./mine`;

/** Bugs of whichever protocol is run. */
export const BUGS_FIELD = z.array(z.string("the name of a bug"), "a list of bugs");

/** Bugs that a protocol does not have. `path` is that of their list. */
export const unknownBugs = (
  names: readonly unknown[],
  module: ProtocolModule,
  path: string,
): readonly Problem[] =>
  problemsIn(names, (name, index) =>
    typeof name !== "string" || Object.hasOwn(module.bugs, name)
      ? []
      : [{ path: itemOf(path, index), wrong: isValue(name), allowed: bugsOf(module) }],
  );

/** Which bugs can be injected into a protocol, in words. */
export function bugsOf({ name, bugs }: ProtocolModule): string {
  const known = Object.keys(bugs);
  return known.length === 0 ? `none, for ${name.slice(0, LONGEST_ID)} has no bugs` : oneOf(known);
}

/** A roster with more faulty replicas than a protocol tolerates. `path` is that of the roster. */
export function tooManyFaulty(
  { replicas, faulty }: Pick<Roster, "replicas" | "faulty">,
  protocol: AnyProtocol,
  path: string,
): readonly Problem[] {
  const needed = protocol.replicas?.(faulty) ?? 0;
  if (replicas.length >= needed) return [];
  const wrong = `${isValue(faulty)}, given or as the largest f with 3f < n`;
  const name = protocol.name.slice(0, LONGEST_ID);
  const sizes = `${needed} replicas for it, and there are ${replicas.length}`;
  const allowed = `fewer: ${name} needs ${sizes}`;
  return [{ path: fieldOf(path, "faulty"), wrong, allowed }];
}
