/** The config of a space: its schema, defaults and conflicts. */
import { z } from "zod";
import type { ReplicaId } from "../protocol/ids.js";
import type { Roster, Semantics } from "../scenario/model.js";
import { accepted, isValue, refused } from "../scenario/problem.js";
import type { Problem, Read } from "../scenario/problem.js";
import {
  LONGEST_ID,
  LONGEST_SEED,
  MOST_DROP_CHOICES,
  MOST_DROP_TYPES,
  MOST_GROUPS,
  MOST_ROUNDS,
} from "../scenario/limits.js";
import { honestReplicas } from "../scenario/roster.js";
import {
  rosterConflicts,
  rosterFrom,
  ROSTER_FIELDS,
  soundRoster,
} from "../scenario/roster-config.js";
import { SEMANTICS_FIELD } from "../scenario/run-config.js";
import { problemsOf, record, wellFormed, whole, word } from "../scenario/zod-problems.js";
import { ARRANGEMENTS, ROUND_ORDERS } from "./arrangements.js";
import { DEFAULT_DROP_TYPES } from "./drop-types.js";
import { DROP_LISTINGS } from "./drops.js";
import { LISTINGS } from "./partitions.js";

const limit = (what: string): z.ZodOptional<z.ZodInt> =>
  whole(1, Number.MAX_SAFE_INTEGER).describe(`At most so many ${what}.`).optional();

export const ORDER_FIELD = word("systematic", "random");

const GROUPS_FIELD = z.union([whole(1, MOST_GROUPS), record({ atMost: whole(1, MOST_GROUPS) })], {
  error: `a whole number from 1 to ${MOST_GROUPS}, or { "atMost": one }`,
});

const PARTITIONS_FIELD = record({
  groups: GROUPS_FIELD.describe("How many non-empty groups: a number, or at most a number."),
  order: ORDER_FIELD.describe("Which partitions come first, for each leader.").default(
    "systematic",
  ),
  limit: limit("partitions per leader"),
  requireQuorum: z
    .boolean("true or false")
    .describe("Only partitions in which some group holds a quorum of distinct identities.")
    .default(false),
  twinsApart: z
    .boolean("true or false")
    .describe("Only partitions in which no twin is in its replica's group.")
    .default(false),
  listing: word(...LISTINGS)
    .describe("The systematic order: the original's, or that of LibTwins.")
    .default("original"),
});

const LEADERS_FIELD = record({
  eligible: word("any", "twinned", "honest")
    .describe("Who may lead: those with a twin, those without, or any replica.")
    .default("twinned"),
  order: ORDER_FIELD.describe("Which leaders come first.").default("systematic"),
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
  rounds: whole(1, MOST_ROUNDS).describe("R: how many rounds a scenario scripts."),
  partitions: PARTITIONS_FIELD,
  leaders: LEADERS_FIELD.prefault({}),
  drops: record({
    limit: whole(1, MOST_DROP_CHOICES)
      .describe("How many choices of drops each group has; 1 means that nothing is dropped.")
      .default(1),
    listing: word(...DROP_LISTINGS)
      .describe(
        "Which choices: sets of drops between different nodes, in which none covers another; or " +
          "those of the original, with repetitions and drops from a node to itself.",
      )
      .default("sets"),
    types: DROP_TYPES_FIELD.describe(
      "What may be dropped, in the order in which it is chosen: types or phases of messages of " +
        `the protocol, and * for any; ${DEFAULT_DROP_TYPES.join(", ")} when left out.`,
    ).optional(),
  }).prefault({}),
  roundConfigurations: record({ limit: limit("round configurations") }).prefault({}),
  arrangement: word(...ARRANGEMENTS)
    .describe("How round configurations make a scenario.")
    .default("with-replacement"),
  roundOrder: word(...ROUND_ORDERS)
    .describe("Which round varies fastest from one scenario to the next.")
    .default("last-fastest"),
  requireProgress: z
    .boolean("true or false")
    .describe(
      "Only scenarios in which every round can hand over to the next: some group of it holds a " +
        "quorum of distinct identities, its leader and the next leader.",
    )
    .default(false),
  semantics: SEMANTICS_FIELD.prefault({}),
  seed: z
    .string("a text")
    .min(1, "a text")
    .max(LONGEST_SEED, `at most ${LONGEST_SEED} characters`)
    .describe("What all that is random follows from.")
    .default("twins"),
};

const SPACE = z.object(SPACE_FIELDS);
type Fields = z.output<typeof SPACE>;

/** What defines a numbered space, complete. */
export interface SpaceConfig extends Omit<Fields, "replicas" | "twins" | "faulty" | "semantics"> {
  readonly roster: Roster;
  readonly semantics: Semantics;
}

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

/** What fields that are well-formed one by one say against each other. */
export function spaceConflicts(document: SpaceDocument): readonly Problem[] {
  const roster = soundRoster(document);
  return roster === undefined ? rosterConflicts(document) : againstRoster(document, roster);
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

/** Who may lead, in the order of the roster. */
export function eligibleLeaders(
  roster: Roster,
  eligible: Fields["leaders"]["eligible"],
): readonly ReplicaId[] {
  if (eligible === "any") return roster.replicas;
  return eligible === "twinned" ? roster.twins : honestReplicas(roster);
}
