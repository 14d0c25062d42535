/** The header of a scenario file: roster, space, semantics and stabilisation. */
import { z } from "zod";
import type { Roster, Semantics, Stabilization } from "../model.js";
import { accepted, refused } from "../input/problem.js";
import type { Read } from "../input/problem.js";
import { rosterConflicts, rosterFrom, ROSTER_FIELDS } from "../roster-config.js";
import { LONGEST_ID } from "../input/limits.js";
import {
  SEMANTICS_FIELD,
  stabilizationConflicts,
  stabilizationFrom,
  STABILIZATION_FIELD,
} from "../run-config.js";
import { problemsOf, record, whole } from "../input/zod-problems.js";

/** The common fields of all scenarios of a file. */
export interface ScenarioFileHeader {
  readonly roster: Roster;
  readonly semantics: Semantics;
  readonly stabilization: Stabilization;
  /** How to rebuild the numbered space that the scenarios come from, when they come from one. */
  readonly space?: Readonly<Record<string, unknown>>;
  /** How many scenarios the file holds, where it says so. */
  readonly count?: number | undefined;
}

const FORMAT = "twins-scenarios";
const VERSION = 1;

const HEADER_FIELDS = {
  $schema: z.string("the address of a schema").optional(),
  format: z.literal(FORMAT, `"${FORMAT}"`),
  version: z.literal(VERSION, `${VERSION}, the only version so far`),
  ...ROSTER_FIELDS,
  space: z
    .record(z.string(), z.unknown(), "an object that says how to rebuild the space")
    .optional(),
  semantics: SEMANTICS_FIELD.prefault({}),
  stabilization: STABILIZATION_FIELD.prefault({}),
  count: whole(0, Number.MAX_SAFE_INTEGER)
    .describe("Number of scenarios in the file, to detect a truncated file.")
    .optional(),
};
const HEADER = record(HEADER_FIELDS);

const NODE = z.string();
const DROP_TYPE = z
  .string()
  .min(1)
  .describe("A message type or phase of the protocol, or * for all.");
/** The schema of a round, for editors. */
export const ROUND_FIELDS = {
  leader: z.string().describe("Leader of the round: a replica, and its twin if it has one."),
  partition: z
    .array(z.array(NODE).min(1))
    .min(1)
    .describe("Groups of nodes that can communicate; every node is in exactly one."),
  drops: z
    .array(record({ from: NODE, to: NODE, type: DROP_TYPE }))
    .describe("Messages dropped inside a group.")
    .optional(),
};
const ROUND = record(ROUND_FIELDS);

/** All rounds of a scenario on one line. */
export const NOTATION_FIELD = z
  .string()
  .min(1)
  .describe("On one line: a: a b | c d; b: all / a>b vote x3");

/** A whole scenario file, for editors: what the code reads line by line. */
export const SCENARIO_FILE = record({
  ...HEADER_FIELDS,
  scenarios: z.array(
    record({
      id: z.string().min(1).max(LONGEST_ID),
      rounds: z.union([z.array(ROUND).min(1), NOTATION_FIELD]),
    }),
  ),
}).describe("Twins scenarios: the roster, and the configuration of each round.");

/** Reads the header's object, `scenarios` aside. */
export function readFileHeader(document: unknown): Read<ScenarioFileHeader> {
  const result = HEADER.safeParse(document);
  if (!result.success) {
    const conflicts = isFields(document) ? rosterConflicts(document) : [];
    return refused([...problemsOf(result.error, document), ...conflicts]);
  }
  const { semantics, stabilization, space, count } = result.data;
  const roster = rosterFrom(result.data);
  const conflicts = rosterConflicts(result.data);
  const problems =
    conflicts.length > 0
      ? conflicts
      : stabilizationConflicts(stabilization, roster, "stabilization");
  if (problems.length > 0) return refused(problems);
  return accepted({
    roster,
    semantics,
    stabilization: stabilizationFrom(stabilization),
    ...(space === undefined ? {} : { space }),
    ...(count === undefined ? {} : { count }),
  });
}

const isFields = (document: unknown): document is Readonly<Record<string, unknown>> =>
  typeof document === "object" && document !== null;

/** The header's fields as they are written. */
export function fileHeaderFields(header: ScenarioFileHeader): Readonly<Record<string, unknown>> {
  const { roster, space, semantics, stabilization, count } = header;
  const { replicas, twins, faulty } = roster;
  return {
    ...{ format: FORMAT, version: VERSION, replicas, twins, faulty },
    ...(space === undefined ? {} : { space }),
    semantics,
    stabilization,
    ...(count === undefined ? {} : { count }),
  };
}
