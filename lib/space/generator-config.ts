/** The fields of generator configs: twins-gen and twins-exec read the same document. */
import { z } from "zod";
import type { ProtocolModule } from "../protocol/module.js";
import { SCENARIO_FORMATS } from "../scenario/formats/encode.js";
import type { Problem } from "../scenario/input/problem.js";
import {
  BUGS_FIELD,
  protocolField,
  tooManyFaulty,
  unknownBugs,
} from "../scenario/protocol-fields.js";
import { soundRoster } from "../scenario/roster-config.js";
import { STABILIZATION_FIELD } from "../scenario/run-config.js";
import { DESCRIPTION_FIELD, record, whole, word } from "../scenario/input/zod-problems.js";
import { ORDER_FIELD, SPACE_FIELDS } from "./config.js";
import { unfitParts } from "./parts/parts-words.js";
import { unknownDropTypes } from "./drops/drop-types.js";

const COUNTER = "a whole number from 0, as a text if it is large";
const SHARD = "i/n with i from 1 to n, such as 2/5";

const OFFSET_FIELD = z.union(
  [z.int(COUNTER).min(0, COUNTER), z.string().regex(/^\d{1,1000}$/, COUNTER)],
  { error: COUNTER },
);

const SHARD_FIELD = z
  .string(SHARD)
  .regex(/^[1-9]\d{0,8}\/[1-9]\d{0,8}$/, { error: SHARD, abort: true })
  .refine((text) => shardFrom(text).part <= shardFrom(text).of, SHARD);

/** One of several parts of the work, counted from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** The shard that a well-formed text names. */
export function shardFrom(text: string): Shard {
  const [part = 0, of = 0] = text.split("/").map(Number);
  return { part, of };
}

/** Whether a text names a shard. */
export const isShard = (text: string): boolean => SHARD_FIELD.safeParse(text).success;

const FIELDS = {
  $schema: z.string("the address of a schema").optional(),
  description: DESCRIPTION_FIELD.describe("Purpose of the config.").optional(),
  ...SPACE_FIELDS,
  order: ORDER_FIELD.describe(
    "Order of scenarios: by number, or random without repetition.",
  ).default("systematic"),
  mix: record({
    calm: z
      .number("a number from 0 to 1")
      .min(0, "a number from 0 to 1")
      .max(1, "a number from 0 to 1")
      .describe("Probability with which a part of a round disturbs nothing."),
  })
    .describe(
      "Draw scenarios, with repetition and not uniformly: in each round one group, no drops, and " +
        "nothing of each further dimension, each with the probability calm; else uniformly.",
    )
    .optional(),
  symmetry: z
    .boolean("true or false")
    .describe(
      "Use one scenario of each class of scenarios equal up to renaming replicas or exchanging " +
        "twins. Assumes that runs do not depend on names. limit, offset and shard count classes.",
    )
    .default(false),
  limit: whole(1, Number.MAX_SAFE_INTEGER)
    .describe("Write at most this many scenarios, over all shards together.")
    .optional(),
  offset: OFFSET_FIELD.describe(
    "Skip the first n scenarios of the order; a report names the offset that continues it.",
  ).default(0),
  shard: SHARD_FIELD.describe(
    "Part i of n: the positions of the order that are i - 1 modulo n.",
  ).optional(),
  stabilization: STABILIZATION_FIELD.describe(
    "Rounds without partitions or drops, after the scripted ones.",
  ).prefault({}),
  out: z
    .string("a file, or - for standard output")
    .min(1, "a file, or - for standard output")
    .describe("Output file; - is standard output, null discards.")
    .default("-"),
  format: word(...SCENARIO_FORMATS)
    .describe("Output format; default: from the name of the file.")
    .optional(),
};

/** The fields of a generator config, with the protocol and the bugs for twins-exec. */
type Shape = typeof FIELDS & {
  readonly protocol: z.ZodOptional<ReturnType<typeof protocolField>>;
  readonly bugs: z.ZodOptional<typeof BUGS_FIELD>;
};

/**
 * A generator config: what defines the space, which of it is written where, and what is run, be it
 * one of the protocols that are built in or a module.
 */
export const generatorConfig = (builtIn: readonly string[]): z.ZodObject<Shape, z.core.$strict> =>
  record({
    ...FIELDS,
    protocol: protocolField(builtIn)
      .describe("Which protocol is run: its name, or its module, from the folder of the config.")
      .optional(),
    bugs: BUGS_FIELD.describe("Bugs that twins-exec injects into the protocol.").optional(),
  });

/** What of a generator config its protocol does not know. */
export function protocolConflicts(
  document: Readonly<Record<string, unknown>>,
  module: ProtocolModule,
): readonly Problem[] {
  const { bugs, drops } = document;
  const protocol = module.create([]);
  const roster = soundRoster(document);
  return [
    ...(Array.isArray(bugs) ? unknownBugs(bugs, module, "bugs") : []),
    ...(roster === undefined ? [] : tooManyFaulty(roster, protocol, "")),
    ...unknownDropTypes(drops, protocol),
    ...unfitParts(document, protocol),
  ];
}

/** What `mix` does not go together with. */
export const mixConflicts = ({
  mix,
  symmetry,
  arrangement,
  requireProgress,
}: Readonly<Record<string, unknown>>): readonly Problem[] =>
  mix === undefined || (symmetry !== true && arrangement !== WITHOUT && requireProgress !== true)
    ? []
    : [
        {
          path: "mix",
          wrong: "draws scenarios with repetition",
          allowed: `no symmetry, no requireProgress, and no arrangement "${WITHOUT}" with it`,
        },
      ];

const WITHOUT = "without-replacement";
