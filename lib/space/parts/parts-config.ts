/** The keys of generator configs for version 2 of the language: schema and conflicts. */
import { z } from "zod";
import { RESTART_STATES } from "../../scenario/model.js";
import type { ExceptionEffect } from "../../scenario/model.js";
import {
  LONGEST_ID,
  MOST_CHOSEN_LINKS,
  MOST_DROP_TYPES,
  MOST_GROUPS,
  MOST_ORDER,
} from "../../scenario/input/limits.js";
import { itemOf } from "../../scenario/input/problem.js";
import type { Problem } from "../../scenario/input/problem.js";
import { record, whole, word } from "../../scenario/input/zod-problems.js";

const WORD = "a type or a phase of messages, or *";
const WORD_FIELD = z.string(WORD).min(1, WORD).max(LONGEST_ID, WORD);
const TYPES = `a list of 1 to ${MOST_DROP_TYPES} types or phases of messages, each once`;
const TYPES_FIELD = z
  .array(WORD_FIELD, TYPES)
  .min(1, TYPES)
  .max(MOST_DROP_TYPES, TYPES)
  .refine((types) => new Set(types).size === types.length, TYPES)
  .describe("Types or phases of messages, of which none may cover another.");

const MOST_PARTS = 8;
const AT_MOST = whole(1, MOST_CHOSEN_LINKS);
const LIMIT = whole(1, Number.MAX_SAFE_INTEGER).describe("Use at most this many.").optional();

const EFFECTS =
  'a list of "drop", "late", { "late": timer }, { "hold": round }, { "delay": 0 to 2 }';
const EFFECT_FIELD: z.ZodType<ExceptionEffect> = z.union(
  [
    z.enum(["drop", "late"]),
    record({ late: z.string().regex(/^\w[\w -]{0,39}$/) }),
    record({ hold: whole(1, 10_000) }),
    record({ delay: whole(0, 2) }),
  ],
  { error: EFFECTS },
);

const distinct = (items: readonly unknown[]): boolean =>
  new Set(items.map((item) => JSON.stringify(item))).size === items.length;

/** The keys; each that is given is a dimension of the space. */
export const PARTS_FIELDS = {
  phases: z
    .array(
      record({
        of: WORD_FIELD,
        partitions: record({
          groups: z
            .union([whole(1, MOST_GROUPS), record({ atMost: whole(1, MOST_GROUPS) })], {
              error: `a whole number from 1 to ${MOST_GROUPS}, or { "atMost": one }`,
            })
            .describe('Number of non-empty groups: exactly n, or { "atMost": n }.'),
          requireQuorum: z.boolean("true or false").default(false),
          twinsApart: z.boolean("true or false").default(false),
          limit: LIMIT,
        }),
      }),
      "a list of types or phases with partitions of their own",
    )
    .min(1)
    .max(MOST_PARTS)
    .describe("Types or phases of messages with partitions of their own in each round.")
    .optional(),
  hears: z
    .array(
      record({
        of: WORD_FIELD,
        atMost: whole(0, MOST_GROUPS).describe("Hearers of a set, unless all hear.").optional(),
        limit: LIMIT,
      }),
      "a list of types or phases with hear sets",
    )
    .min(1)
    .max(MOST_PARTS)
    .describe("Types or phases of messages with a hear set in each round.")
    .optional(),
  exceptions: record({
    types: TYPES_FIELD,
    atMost: AT_MOST.describe("Exceptions in a round."),
    effects: z
      .array(EFFECT_FIELD, EFFECTS)
      .min(1, EFFECTS)
      .refine(distinct, EFFECTS)
      .describe("The effects to choose from."),
  })
    .describe("Exceptions on single links between different nodes, in each round.")
    .optional(),
  delays: record({
    types: TYPES_FIELD,
    atMost: AT_MOST.describe("Delayed links in a round."),
    halves: z
      .array(whole(0, 2), "a list of 0, 1 and 2")
      .min(1, "a list of 0, 1 and 2")
      .refine(distinct, "each once")
      .describe("The delays to choose from, in halves of Δ.")
      .default([0, 1, 2]),
  })
    .describe("Delays on single links between different nodes, in each round.")
    .optional(),
  restarts: record({
    atMost: AT_MOST.describe("Nodes that restart in a round."),
    states: z
      .array(word(...RESTART_STATES), `a list of ${RESTART_STATES.join(" and ")}`)
      .min(1, `a list of ${RESTART_STATES.join(" and ")}`)
      .refine(distinct, "each once")
      .default(["durable"]),
  })
    .describe("Nodes that restart, in each round.")
    .optional(),
  orders: record({ atMost: whole(1, MOST_ORDER).describe("Seeds: 1 to n.") })
    .describe("Orders of simultaneous arrivals besides the usual one, in each round.")
    .optional(),
};

/** What a config says of version 2. */
export type PartsConfig = z.output<z.ZodObject<typeof PARTS_FIELDS>>;

/** Sets of exceptions on single links. */
export interface LinkSetsConfig {
  readonly types: readonly string[];
  readonly atMost: number;
}

/** The keys for version 2, in their order. */
export const PARTS_KEYS = Object.keys(PARTS_FIELDS) as readonly (keyof typeof PARTS_FIELDS)[];

/** Whether a space uses version 2 in its rounds. */
const usesParts = (config: PartsConfig): boolean =>
  PARTS_KEYS.some((key) => config[key] !== undefined);

/** The version that a file header of a space's scenarios says, where it is not the first. */
export const versionOfSpace = (config: PartsConfig): { readonly version?: 2 } =>
  usesParts(config) ? { version: 2 } : {};

/** Keys that are well-formed each on its own, and do not go together. */
export function partsConflicts(config: PartsConfig, requireProgress: boolean): readonly Problem[] {
  const { phases = [], hears = [], exceptions, delays } = config;
  const twice = (key: string, words: readonly string[]): readonly Problem[] =>
    words.flatMap((word, index) =>
      words.indexOf(word) === index
        ? []
        : [{ path: `${itemOf(key, index)}.of`, wrong: `is "${word}" again`, allowed: "each once" }],
    );
  const others = exceptions?.types ?? [];
  const shared = (delays?.types ?? []).filter((type) => others.includes(type));
  return [
    ...twice(
      "phases",
      phases.map(({ of }) => of),
    ),
    ...twice(
      "hears",
      hears.map(({ of }) => of),
    ),
    ...phases.flatMap(({ of }, index) =>
      of === "*"
        ? [{ path: `${itemOf("phases", index)}.of`, wrong: 'is "*"', allowed: "a type or a phase" }]
        : [],
    ),
    ...shared.map((type) => ({
      path: "delays.types",
      wrong: `has "${type}", which exceptions have, too`,
      allowed: "other types; or delays among the effects of exceptions",
    })),
    ...(requireProgress && usesParts(config)
      ? [
          {
            path: "requireProgress",
            wrong: "is true",
            allowed: `false with ${PARTS_KEYS.join(", ")}`,
          },
        ]
      : []),
  ];
}
