import { z } from "zod";
import { SCENARIO_FORMATS } from "../lib/scenario/encode.js";
import type { ScenarioFormat } from "../lib/scenario/encode.js";
import type { Stabilization } from "../lib/scenario/model.js";
import { accepted, refused } from "../lib/scenario/problem.js";
import type { Problem, Read } from "../lib/scenario/problem.js";
import { soundRoster } from "../lib/scenario/roster-config.js";
import {
  stabilizationConflicts,
  stabilizationFrom,
  STABILIZATION_FIELD,
} from "../lib/scenario/run-config.js";
import { problemsOf, record, whole, word } from "../lib/scenario/zod-problems.js";
import { ORDER_FIELD, spaceConfigFrom, spaceConflicts, SPACE_FIELDS } from "../lib/space/config.js";
import type { SpaceConfig } from "../lib/space/config.js";
import type { Order } from "./selection.js";

/** A generator config: what defines the space, and which of it is written where. */
export const GENERATOR_CONFIG = record({
  $schema: z.string("the address of a schema").optional(),
  description: z.string("a text").describe("What the config shows.").optional(),
  ...SPACE_FIELDS,
  order: ORDER_FIELD.describe(
    "Scenarios by their numbers, or in a random order, no scenario twice.",
  ).default("systematic"),
  limit: whole(1, Number.MAX_SAFE_INTEGER)
    .describe("At most so many scenarios are written.")
    .optional(),
  stabilization: STABILIZATION_FIELD.describe(
    "The healed rounds after the scripted ones.",
  ).prefault({}),
  out: z
    .string("a file, or - for standard output")
    .min(1, "a file, or - for standard output")
    .describe("Where scenarios are written; - is standard output.")
    .default("-"),
  format: word(...SCENARIO_FORMATS)
    .describe("How they are written; by the name of the file when left out.")
    .optional(),
});

export interface GeneratorConfig {
  readonly description: string | undefined;
  readonly space: SpaceConfig;
  readonly order: Order;
  readonly limit: number | undefined;
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
  const { description, order, limit, stabilization, out, format, ...fields } = result.data;
  return accepted({
    ...{ description, order, limit, out },
    space: spaceConfigFrom(fields),
    stabilization: stabilizationFrom(stabilization),
    format: format ?? (/\.jsonl(\.gz)?$/.test(out) ? "jsonl" : "json"),
  });
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
