/** Feeds mutated inputs to parsers, and reports those that they mishandle. */
import { randomStream } from "../../lib/random.js";
import { MOST_GATHERED, MOST_SHOWN } from "../../lib/scenario/input/limits.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { Read } from "../../lib/scenario/input/problem.js";
import { StorageError } from "../../lib/protocol/protocol.js";
import { mutated } from "./mutate.js";

/** Something that reads what comes from outside. */
export interface Parser {
  readonly name: string;
  /** Good inputs. */
  readonly samples: readonly string[];
  /** Throws an {@link InputError} or a {@link StorageError}, if it throws, or returns problems. */
  readonly parse: (text: string) => unknown;
}

/** What should not be. */
export interface Finding {
  readonly parser: string;
  /** The number of the input, which the same seed gives again. */
  readonly input: number;
  readonly wrong: string;
  readonly text: string;
}

/** No input that small should take longer, of processor time. */
const LONGEST_MS = 3000;
const LONGEST_MESSAGE = 100_000;
/** Whatever a terminal obeys, but for the ends of our own lines. */
const OBEYED = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u;

/** Tries so many inputs of a seed on each parser. */
export async function fuzz(
  parsers: readonly Parser[],
  seed: string,
  inputs: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const parser of parsers) {
    const random = randomStream(seed, parser.name);
    for (let input = 0; input < inputs; input++) {
      const sample = parser.samples[Number(random.below(BigInt(parser.samples.length)))] ?? "";
      const text = mutated(sample, random);
      const wrong = await objection(parser, text);
      if (wrong !== undefined) findings.push({ parser: parser.name, input, wrong, text });
    }
  }
  return findings;
}

async function objection(parser: Parser, text: string): Promise<string | undefined> {
  const before = process.cpuUsage();
  const refusal = await refusalOf(parser, text);
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  if (took > LONGEST_MS) return `took ${Math.round(took)} ms`;
  if (refusal === undefined || refusal instanceof StorageError) return undefined;
  if (!(refusal instanceof InputError)) {
    return `threw ${refusal instanceof Error ? (refusal.stack ?? refusal.name) : "no error"}`;
  }
  const { problems, message } = refusal;
  if (problems.length === 0) return "was refused without a problem";
  if (problems.length > MOST_GATHERED) return `gave ${problems.length} problems`;
  if (message.split("\n").length > MOST_SHOWN + 1) return "shows too many problems";
  if (message.length > LONGEST_MESSAGE) return `has a message of ${message.length} characters`;
  return OBEYED.test(message) ? "has a message that is not printable" : undefined;
}

/** What the parser threw, or refused in words. */
async function refusalOf({ parse }: Parser, text: string): Promise<unknown> {
  try {
    const read = await parse(text);
    return isRefused(read) ? new InputError(read.problems, "input") : undefined;
  } catch (error) {
    return error ?? new Error("nothing");
  }
}

const isRefused = (value: unknown): value is Extract<Read<never>, { ok: false }> =>
  typeof value === "object" && value !== null && "ok" in value && value.ok === false;
