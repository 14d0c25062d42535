/** The shape of executor configs. What its parts say against each other is checked elsewhere. */
import { z } from "zod";
import { DEFAULT_PROTOCOL, protocols } from "../lib/registry.js";
import { oneOf } from "../lib/scenario/problem.js";
import { NOTATION_FIELD, ROUND_FIELDS } from "../lib/scenario/file-header.js";
import { LONGEST_ID, MOST_CASES, MOST_ROUNDS } from "../lib/scenario/limits.js";
import { BUGS_FIELD, protocolField } from "../lib/scenario/protocol-fields.js";
import { ROSTER_FIELDS } from "../lib/scenario/roster-config.js";
import { SEMANTICS_FIELD, STABILIZATION_FIELD } from "../lib/scenario/run-config.js";
import { DESCRIPTION_FIELD, record, whole } from "../lib/scenario/zod-problems.js";
import { CRYPTO_NAMES } from "../lib/crypto/names.js";
import { DEFAULT_LIMITS } from "./world.js";

/* The shape of executor configs. What its parts say against each other is checked in config.ts. */

/** Ceilings of what a run may be given: events, and virtual milliseconds. */
export const MOST_EVENTS = 1_000_000_000;
export const MOST_MILLIS = 1_000_000_000;
export const LONGEST_DELAY = 1_000_000;

const names = <const Names extends readonly string[]>(
  known: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> => z.enum(known, { error: oneOf(known) });

const EXPECTATION = z
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
    '"held": nothing violated, no stall, agreement and liveness not vacuous. ' +
      '"violated": exactly these properties. ' +
      '"stalled": nothing violated and a proven stall, the furthest honest replica in that round.',
  );

/** What may be said of a run in a config of either form. */
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
    .describe("How long a message takes, in milliseconds.")
    .default({ fixed: 100 }),
  crypto: names(CRYPTO_NAMES)
    .describe("Ideal signatures (structural: fast, equal verdicts) or real ones.")
    .default("structural"),
  bugs: BUGS_FIELD.describe("Bugs to inject into the protocol.").default([]),
  limits: record({
    events: whole(1, MOST_EVENTS).default(DEFAULT_LIMITS.events),
    time: whole(1, MOST_MILLIS).default(DEFAULT_LIMITS.time),
  })
    .describe("When to give a run up as inconclusive: events, virtual milliseconds.")
    .prefault({}),
};

/** The rounds of a case are read against its roster; here they are any list. */
const ANY_ROUNDS = z.union(
  [z.array(z.unknown()).min(1, "at least one round"), z.string().min(1, "at least one round")],
  { error: "a list of rounds, or a text of them" },
);

/** How many rounds in a row a round of a case stands for. */
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
      .describe("The first round that counts as stable; else the one after the scripted rounds.")
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

/** One case of a config, its rounds aside. */
export const CASE = caseOf(ANY_ROUNDS);
/** A config with cases, their rounds aside. */
export const CASES_CONFIG = configOf(CASE);
/** A config that names a file of scenarios. */
export const SCENARIOS_CONFIG = record({
  ...RUN_FIELDS,
  scenarios: z
    .string("the name of a file")
    .min(1, "the name of a file")
    .describe("A scenario file, looked up from the folder of the config."),
});

const REPEATED_ROUND = record({ ...ROUND_FIELDS, repeat: REPEAT.default(1) });

/** The whole of it, for editors. */
export const EXECUTOR_CONFIG = z
  .union([
    configOf(caseOf(z.union([z.array(REPEATED_ROUND).min(1), NOTATION_FIELD]))),
    SCENARIOS_CONFIG,
  ])
  .describe("What twins-exec runs: cases written by hand, or a file of scenarios.");
