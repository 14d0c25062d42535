/** The schema of executor configs; conflicts between fields are checked in read-config.ts. */
import { z } from "zod";
import { DEFAULT_PROTOCOL, protocols } from "../../lib/registry.js";
import { oneOf } from "../../lib/scenario/input/problem.js";
import { NOTATION_FIELD, ROUND_FIELDS } from "../../lib/scenario/formats/file-header.js";
import { LONGEST_ID, MOST_CASES, MOST_ROUNDS } from "../../lib/scenario/input/limits.js";
import { BUGS_FIELD, protocolField } from "../../lib/scenario/protocol-fields.js";
import { ROSTER_FIELDS } from "../../lib/scenario/roster-config.js";
import { SEMANTICS_FIELD, STABILIZATION_FIELD } from "../../lib/scenario/run-config.js";
import { DESCRIPTION_FIELD, record, whole } from "../../lib/scenario/input/zod-problems.js";
import { CRYPTO_NAMES } from "../../lib/crypto/names.js";
import { DEFAULT_LIMITS } from "../run/world.js";

/** Upper limits of configurable values: events, virtual time and delay in milliseconds. */
export const MOST_EVENTS = 1_000_000_000;
export const MOST_MILLIS = 1_000_000_000;
export const LONGEST_DELAY = 1_000_000;

const names = <const Names extends readonly string[]>(
  known: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> => z.enum(known, { error: oneOf(known) });

export const EXPECTATION = z
  .union(
    [
      z.literal("held"),
      z.literal("crashed"),
      record({ violated: z.array(z.string("a property")).min(1, "at least one property") }),
      record({ stalled: record({ round: whole(1, MOST_ROUNDS) }) }),
    ],
    {
      error: '"held", { "violated": [...] }, { "stalled": { "round": r } } or "crashed"',
    },
  )
  .describe(
    '"held": nothing is violated, no stall, agreement and liveness are not vacuous. ' +
      '"violated": exactly these properties are violated. ' +
      '"stalled": nothing is violated, and the run stalls in that round (furthest honest node).',
  );

/** Fields that both forms of a config share: how scenarios are run. */
export const RUN_FIELDS = {
  $schema: z.string().optional(),
  description: DESCRIPTION_FIELD.optional(),
  protocol: protocolField([...protocols.keys()])
    .describe("Which protocol to run: its name, or its module, from the folder of the config.")
    .default(DEFAULT_PROTOCOL),
  transmissionDelayBound: whole(1, LONGEST_DELAY)
    .describe("The bound on message delay after stabilisation (Δ), in milliseconds.")
    .default(800),
  delay: record({ fixed: whole(1, LONGEST_DELAY) })
    .describe("Delay of every message, in milliseconds.")
    .default({ fixed: 100 }),
  crypto: names(CRYPTO_NAMES)
    .describe("Signature suite: structural (ideal and fast, with equal verdicts) or ed25519.")
    .default("structural"),
  bugs: BUGS_FIELD.describe("Bugs to inject into the protocol.").default([]),
  limits: record({
    events: whole(1, MOST_EVENTS).default(DEFAULT_LIMITS.events),
    time: whole(1, MOST_MILLIS).default(DEFAULT_LIMITS.time),
  })
    .describe("Limits of a run: events and virtual milliseconds. Beyond them it is inconclusive.")
    .prefault({}),
};

/** Any list of rounds: they are validated later, against the roster of the case. */
export const ANY_ROUNDS = z.union(
  [z.array(z.unknown()).min(1, "at least one round"), z.string().min(1, "at least one round")],
  { error: "a list of rounds, or a text of them" },
);

/** Number of consecutive rounds with the same configuration. */
export const REPEAT = whole(1, MOST_ROUNDS);

const caseOf = <Rounds extends z.ZodType>(rounds: Rounds) =>
  record({
    name: z
      .string(`a name of 1 to ${LONGEST_ID} characters`)
      .min(1, "a name")
      .max(LONGEST_ID, `at most ${LONGEST_ID} characters`),
    description: DESCRIPTION_FIELD.optional(),
    replicas: ROSTER_FIELDS.replicas.optional(),
    twins: ROSTER_FIELDS.twins.unwrap().optional(),
    faulty: ROSTER_FIELDS.faulty,
    semantics: SEMANTICS_FIELD.optional(),
    stabilization: STABILIZATION_FIELD.optional(),
    bugs: BUGS_FIELD.describe("Bugs to inject in this case besides those of the config.").default(
      [],
    ),
    rounds,
    stableFrom: whole(1, MOST_ROUNDS)
      .describe("The first stable round; default: the round after the scripted ones.")
      .optional(),
    expect: EXPECTATION.optional(),
  });

const configOf = <Case extends z.ZodType>(each: Case) =>
  record({
    ...RUN_FIELDS,
    ...ROSTER_FIELDS,
    semantics: SEMANTICS_FIELD.prefault({}),
    stabilization: STABILIZATION_FIELD.prefault({}),
    cases: z
      .array(each, "a list of cases")
      .min(1, "at least one case")
      .max(MOST_CASES, `at most ${MOST_CASES} cases; more in several configs`),
  });

/** One case of a config, with unvalidated rounds. */
export const CASE = caseOf(ANY_ROUNDS);
/** A config with cases, with unvalidated rounds. */
export const CASES_CONFIG = configOf(CASE);
/** A config that names a scenario file. */
export const SCENARIOS_CONFIG = record({
  ...RUN_FIELDS,
  scenarios: z
    .string("the name of a file")
    .min(1, "the name of a file")
    .describe("A scenario file; a relative path starts at the folder of the config."),
});

const REPEATED_ROUND = record({ ...ROUND_FIELDS, repeat: REPEAT.default(1) });

/** Rounds as editors know them. */
export const COMPLETE_ROUNDS = z.union([z.array(REPEATED_ROUND).min(1), NOTATION_FIELD]);

/** The complete schema, for editors. */
export const EXECUTOR_CONFIG = z
  .union([configOf(caseOf(COMPLETE_ROUNDS)), SCENARIOS_CONFIG])
  .describe("A config of twins-exec: cases written by hand, or the name of a scenario file.");
