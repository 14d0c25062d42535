/** The schema of attack files: a schedule, a flawed variant, and the correct one as its control. */
import { z } from "zod";
import { LONGEST_ID, LONGEST_SEED } from "../../lib/scenario/input/limits.js";
import { BUGS_FIELD } from "../../lib/scenario/protocol-fields.js";
import { ROSTER_FIELDS } from "../../lib/scenario/roster-config.js";
import { SEMANTICS_FIELD, STABILIZATION_FIELD } from "../../lib/scenario/run-config.js";
import { DESCRIPTION_FIELD, record, whole } from "../../lib/scenario/input/zod-problems.js";
import { ANY_ROUNDS, COMPLETE_ROUNDS, EXPECTATION, RUN_FIELDS } from "../config/config-schema.js";
import { MOST_ROUNDS } from "../../lib/scenario/input/limits.js";

const EARLIEST_YEAR = 1970;
const LATEST_YEAR = 9999;

const text = (what: string): z.ZodString =>
  z.string(what).min(1, what).max(LONGEST_ID, `at most ${LONGEST_ID} characters`);

const variant = <Expect extends z.ZodType>(expect: Expect, bugs: string) =>
  record({
    bugs: BUGS_FIELD.describe(bugs).default([]),
    semantics: SEMANTICS_FIELD.describe("Of this variant alone.").optional(),
    expect,
  });

const SEARCH = record({
  config: text("a path").describe("The generator config that is searched, from this folder."),
  find: text("a property")
    .describe("The property to be violated; default: any, or a crash.")
    .optional(),
  seed: z
    .string("a text")
    .min(1, "a text")
    .max(LONGEST_SEED, `at most ${LONGEST_SEED} characters`)
    .describe("The seed of the search."),
  scenarios: whole(1, Number.MAX_SAFE_INTEGER).describe("How many scenarios it runs."),
  found: z
    .boolean("true or false")
    .describe("Whether the last of them fails; else none does.")
    .default(true),
}).describe("How twins-exec --find finds the flawed variant, or how far it has searched.");

const attackOf = <Rounds extends z.ZodType>(rounds: Rounds) => {
  const { $schema, protocol, transmissionDelayBound, delay, crypto, limits } = RUN_FIELDS;
  return record({
    ...{ $schema },
    attack: text("a flaw in words").describe("The flaw, in a few words."),
    story: DESCRIPTION_FIELD.describe("What happens, and why the flawed rule lets it."),
    year: whole(EARLIEST_YEAR, LATEST_YEAR).describe("When the flaw was published."),
    source: DESCRIPTION_FIELD.describe("Where the flaw, or the schedule, was published."),
    search: SEARCH.optional(),
    ...{ protocol, transmissionDelayBound, delay, crypto, limits },
    ...ROSTER_FIELDS,
    semantics: SEMANTICS_FIELD.optional(),
    stabilization: STABILIZATION_FIELD.optional(),
    rounds,
    stableFrom: whole(1, MOST_ROUNDS)
      .describe("The first stable round; default: the round after the scripted ones.")
      .optional(),
    flawed: variant(EXPECTATION, "The flawed rules, as bugs of the protocol.").describe(
      "The flawed variant, and exactly what it violates on this schedule.",
    ),
    correct: variant(EXPECTATION.default("held"), "Bugs of the control, if it has any.")
      .describe("The control: the correct variant on the same schedule.")
      .prefault({}),
  });
};

/** How a search comes to a flaw. */
export type AttackSearch = z.output<typeof SEARCH>;

/** An attack with unvalidated rounds. */
export const ATTACK = attackOf(ANY_ROUNDS);

/** The complete schema, for editors. */
export const ATTACK_FILE = attackOf(COMPLETE_ROUNDS).describe(
  "An attack for twins-exec: a schedule, a flawed variant that it breaks, and a correct control.",
);
