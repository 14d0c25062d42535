/** The config of a space: its schema, defaults and conflicts. */
import { z } from "zod";
import type { ReplicaId } from "../protocol/ids.js";
import type { Roster, Semantics } from "../scenario/model.js";
import { accepted, isValue, refused } from "../scenario/input/problem.js";
import type { Problem, Read } from "../scenario/input/problem.js";
import {
  LONGEST_ID,
  LONGEST_SEED,
  MOST_DROP_CHOICES,
  MOST_DROP_TYPES,
  MOST_GROUPS,
  MOST_ROUNDS,
} from "../scenario/input/limits.js";
import { honestReplicas } from "../scenario/roster.js";
import {
  rosterConflicts,
  rosterFrom,
  ROSTER_FIELDS,
  soundRoster,
} from "../scenario/roster-config.js";
import { SEMANTICS_FIELD, suffixConflicts } from "../scenario/run-config.js";
import { problemsOf, record, wellFormed, whole, word } from "../scenario/input/zod-problems.js";
import { ARRANGEMENTS, ROUND_ORDERS } from "./sequences/arrangements.js";
import { DEFAULT_DROP_TYPES } from "./drops/drop-types.js";
import { DROP_LISTINGS } from "./drops/drops.js";
import { PARTS_FIELDS, PARTS_KEYS, partsConflicts } from "./parts/parts-config.js";
import { LISTINGS } from "./partitions/partitions.js";

const limit = (what: string): z.ZodOptional<z.ZodInt> =>
  whole(1, Number.MAX_SAFE_INTEGER).describe(`Use at most this many ${what}.`).optional();

export const ORDER_FIELD = word("systematic", "random");

const GROUPS_FIELD = z.union([whole(1, MOST_GROUPS), record({ atMost: whole(1, MOST_GROUPS) })], {
  error: `a whole number from 1 to ${MOST_GROUPS}, or { "atMost": one }`,
});

const PARTITIONS_FIELD = record({
  groups: GROUPS_FIELD.describe('Number of non-empty groups: exactly n, or { "atMost": n }.'),
  order: ORDER_FIELD.describe("Order of the partitions, for each leader.").default("systematic"),
  limit: limit("partitions per leader"),
  requireQuorum: z
    .boolean("true or false")
    .describe("Use only partitions in which some group has a quorum of distinct identities.")
    .default(false),
  twinsApart: z
    .boolean("true or false")
    .describe("Use only partitions that separate every twin from its replica.")
    .default(false),
  listing: word(...LISTINGS)
    .describe("Definition of the systematic order: the original system's, or LibTwins'.")
    .default("original"),
});

const LEADERS_FIELD = record({
  eligible: word("any", "twinned", "honest")
    .describe("Replicas that may lead: those with a twin, those without, or any.")
    .default("twinned"),
  order: ORDER_FIELD.describe("Order of the leaders.").default("systematic"),
  limit: limit("leaders"),
});

const TYPES = `a list of 1 to ${MOST_DROP_TYPES} types or phases of messages, or *, each once`;

const DROP_TYPES_FIELD = z
  .array(z.string(TYPES).min(1, TYPES).max(LONGEST_ID, TYPES), TYPES)
  .min(1, TYPES)
  .max(MOST_DROP_TYPES, TYPES)
  .refine((types) => new Set(types).size === types.length, TYPES);

/** What defines a numbered space: as a config says it, among other things. */
export const SPACE_FIELDS = {
  ...ROSTER_FIELDS,
  rounds: whole(1, MOST_ROUNDS).describe("R: number of scripted rounds of a scenario."),
  partitions: PARTITIONS_FIELD,
  leaders: LEADERS_FIELD.prefault({}),
  drops: record({
    limit: whole(1, MOST_DROP_CHOICES)
      .describe("Number of choices of drops for each group; 1: nothing is dropped.")
      .default(1),
    listing: word(...DROP_LISTINGS)
      .describe(
        "Which choices: sets of drops between different nodes without redundant drops; or those " +
          "of the original system, with repetitions and drops from a node to itself.",
      )
      .default("sets"),
    types: DROP_TYPES_FIELD.describe(
      "What may be dropped, in the order in which it is chosen: types or phases of messages of " +
        `the protocol, and * for any; ${DEFAULT_DROP_TYPES.join(", ")} when left out.`,
    ).optional(),
  }).prefault({}),
  ...PARTS_FIELDS,
  roundConfigurations: record({ limit: limit("round configurations") }).prefault({}),
  arrangement: word(...ARRANGEMENTS)
    .describe("How a scenario combines round configurations.")
    .default("with-replacement"),
  roundOrder: word(...ROUND_ORDERS)
    .describe("The round that changes fastest from one scenario to the next.")
    .default("last-fastest"),
  requireProgress: z
    .boolean("true or false")
    .describe(
      "Use only scenarios in which every round can make progress: some group of it has a quorum " +
        "of distinct identities, the leader of the round and the next leader.",
    )
    .default(false),
  semantics: SEMANTICS_FIELD.prefault({}),
  seed: z
    .string("a text")
    .min(1, "a text")
    .max(LONGEST_SEED, `at most ${LONGEST_SEED} characters`)
    .describe("Seed of every random choice.")
    .default("twins"),
};

const SPACE = z.object(SPACE_FIELDS);
type Fields = z.output<typeof SPACE>;

/**
 * What defines a numbered space, complete: the fields of a generator config that do, with their
 * defaults filled in. `schemas/generator-config.schema.json` describes each.
 */
export interface SpaceConfig extends Omit<Fields, "replicas" | "twins" | "faulty" | "semantics"> {
  /** Who takes part. */
  readonly roster: Roster;
  /** Part of what the space is named by. */
  readonly semantics: Semantics;
}

/**
 * A document that may define a space, as JSON has it: nothing in it has been checked. Its fields
 * are those of a generator config that define the space.
 *
 * @interface
 */
export type SpaceDocument = { readonly [Field in keyof typeof SPACE_FIELDS]?: unknown };

/** Reads the fields that define a space, and leaves all others alone. */
export function readSpaceConfig(document: SpaceDocument): Read<SpaceConfig> {
  const result = SPACE.safeParse(document);
  const problems = [
    ...(result.success ? [] : problemsOf(result.error, document)),
    ...spaceConflicts(document),
  ];
  return result.success && problems.length === 0
    ? accepted(spaceConfigFrom(result.data))
    : refused(problems);
}

/** The space of a config without problems. */
export function spaceConfigFrom(fields: Fields): SpaceConfig {
  const { replicas, twins, faulty, ...rest } = fields;
  return { ...rest, roster: rosterFrom({ replicas, twins, faulty }) };
}

/** Conflicts between fields that are well-formed each on its own. */
export function spaceConflicts(document: SpaceDocument): readonly Problem[] {
  const roster = soundRoster(document);
  return [
    ...(roster === undefined ? rosterConflicts(document) : againstRoster(document, roster)),
    ...betweenFields(document),
  ];
}

const PARTS = z.object(PARTS_FIELDS);

/** Conflicts that do not depend on who takes part. */
function betweenFields(document: SpaceDocument): readonly Problem[] {
  const parts = wellFormed(
    PARTS,
    Object.fromEntries(
      PARTS_KEYS.flatMap((key) => (key in document ? [[key, document[key]]] : [])),
    ),
  );
  const semantics = wellFormed(SPACE_FIELDS.semantics, document.semantics);
  const rounds = wellFormed(SPACE_FIELDS.rounds, document.rounds);
  return [
    ...(parts === undefined ? [] : partsConflicts(parts, document.requireProgress === true)),
    ...(semantics === undefined || rounds === undefined
      ? []
      : suffixConflicts(semantics, rounds, "semantics")),
  ];
}

function againstRoster(document: SpaceDocument, roster: Roster): readonly Problem[] {
  const partitions = wellFormed(PARTITIONS_FIELD, document.partitions);
  const leaders = wellFormed(LEADERS_FIELD.prefault({}), document.leaders);
  const nodes = roster.replicas.length + roster.twins.length;
  const problems: Problem[] = [];
  if (typeof partitions?.groups === "number" && partitions.groups > nodes) {
    const allowed = `at most the ${nodes} nodes`;
    problems.push({ path: "partitions.groups", wrong: isValue(partitions.groups), allowed });
  }
  if (leaders !== undefined && eligibleLeaders(roster, leaders.eligible).length === 0) {
    const wrong = `is "${leaders.eligible}", and there is no such replica`;
    problems.push({ path: "leaders.eligible", wrong, allowed: '"any", or other twins' });
  }
  return problems;
}

/** The replicas that may lead, in the order of the roster. */
export function eligibleLeaders(
  roster: Roster,
  eligible: Fields["leaders"]["eligible"],
): readonly ReplicaId[] {
  if (eligible === "any") return roster.replicas;
  return eligible === "twinned" ? roster.twins : honestReplicas(roster);
}
