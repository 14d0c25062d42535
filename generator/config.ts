import { z } from "zod";
import { inexpressible, SCENARIO_FORMATS } from "../lib/scenario/encode.js";
import type { ScenarioFormat } from "../lib/scenario/encode.js";
import type { Stabilization } from "../lib/scenario/model.js";
import { accepted, isValue, refused } from "../lib/scenario/problem.js";
import type { Problem, Read } from "../lib/scenario/problem.js";
import { soundRoster } from "../lib/scenario/roster-config.js";
import {
  stabilizationConflicts,
  stabilizationFrom,
  STABILIZATION_FIELD,
} from "../lib/scenario/run-config.js";
import {
  DESCRIPTION_FIELD,
  problemsOf,
  record,
  whole,
  word,
} from "../lib/scenario/zod-problems.js";
import { ORDER_FIELD, spaceConfigFrom, spaceConflicts, SPACE_FIELDS } from "../lib/space/config.js";
import type { SpaceConfig } from "../lib/space/config.js";
import { WHOLE } from "./selection.js";
import type { Order, Shard } from "./selection.js";

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

function shardFrom(text: string): Shard {
  const [part = 0, of = 0] = text.split("/").map(Number);
  return { part, of };
}

/** A generator config: what defines the space, and which of it is written where. */
export const GENERATOR_CONFIG = record({
  $schema: z.string("the address of a schema").optional(),
  description: DESCRIPTION_FIELD.describe("What the config shows.").optional(),
  ...SPACE_FIELDS,
  order: ORDER_FIELD.describe(
    "Scenarios by their numbers, or in a random order, no scenario twice.",
  ).default("systematic"),
  symmetry: z
    .boolean("true or false")
    .describe(
      "Only one scenario of those that renaming replicas, or exchanging twins, turns into one " +
        "another; assumes that runs do not depend on names. Limit, offset and shard count these.",
    )
    .default(false),
  limit: whole(1, Number.MAX_SAFE_INTEGER)
    .describe("At most so many scenarios are written, by all shards together.")
    .optional(),
  offset: OFFSET_FIELD.describe(
    "The place in the order to begin at; where a run left off is where the next one goes on.",
  ).default(0),
  shard: SHARD_FIELD.describe(
    "Part i of n: of the places in the order, those that leave i - 1 when divided by n.",
  ).optional(),
  stabilization: STABILIZATION_FIELD.describe(
    "The healed rounds after the scripted ones.",
  ).prefault({}),
  out: z
    .string("a file, or - for standard output")
    .min(1, "a file, or - for standard output")
    .describe("Where scenarios are written; - is standard output, null nowhere.")
    .default("-"),
  format: word(...SCENARIO_FORMATS)
    .describe("How they are written; by the name of the file when left out.")
    .optional(),
});

export interface GeneratorConfig {
  readonly description: string | undefined;
  readonly space: SpaceConfig;
  readonly order: Order;
  /** One scenario for each class of equivalent ones. */
  readonly symmetry: boolean;
  readonly limit: number | undefined;
  readonly offset: bigint;
  readonly shard: Shard;
  readonly stabilization: Stabilization;
  readonly out: string;
  readonly format: ScenarioFormat;
}

/** Reads a generator config: the config, or every problem at once. */
export function readGeneratorConfig(document: unknown): Read<GeneratorConfig> {
  const result = GENERATOR_CONFIG.safeParse(document);
  const problems = [
    ...(result.success ? [] : problemsOf(result.error, document)),
    ...(isFields(document) ? conflicts(document) : []),
  ];
  if (!result.success || problems.length > 0) return refused(problems);
  const { description, order, symmetry, limit, offset, shard, ...others } = result.data;
  const { stabilization, out, format, ...fields } = others;
  const config: GeneratorConfig = {
    ...{ description, order, symmetry, limit, out },
    offset: BigInt(offset),
    shard: shard === undefined ? WHOLE : shardFrom(shard),
    space: spaceConfigFrom(fields),
    stabilization: stabilizationFrom(stabilization),
    format: format ?? (/\.jsonl(\.gz)?$/.test(out) ? "jsonl" : "json"),
  };
  const lost = formatConflicts(config);
  return lost.length > 0 ? refused(lost) : accepted(config);
}

/** What of a config the format that it is to be written in cannot say. */
function formatConflicts({ space, stabilization, format }: GeneratorConfig): readonly Problem[] {
  const { roster, semantics, drops } = space;
  const hasDrops = format !== "libtwins" && format !== "relab";
  return [
    ...inexpressible(format, { roster, semantics, stabilization }),
    ...(hasDrops || drops.limit === 1
      ? []
      : [
          {
            path: "drops.limit",
            wrong: isValue(drops.limit),
            allowed: `1, for ${format} has no drops by type`,
          },
        ]),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (document: unknown): document is Fields =>
  typeof document === "object" && document !== null && !Array.isArray(document);

function conflicts(document: Fields): readonly Problem[] {
  const roster = soundRoster(document);
  const { stabilization } = document as { readonly stabilization?: unknown };
  return [
    ...spaceConflicts(document),
    ...(roster === undefined ? [] : stabilizationConflicts(stabilization, roster, "stabilization")),
  ];
}
