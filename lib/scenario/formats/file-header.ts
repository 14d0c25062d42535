/** The header of a scenario file: roster, space, semantics and stabilisation. */
import { z } from "zod";
import { semanticsNeedVersion2 } from "../model.js";
import type { Roster, Semantics, Stabilization } from "../model.js";
import { accepted, refused } from "../input/problem.js";
import type { Problem, Read } from "../input/problem.js";
import { rosterConflicts, rosterFrom, ROSTER_FIELDS } from "../roster-config.js";
import { MESSAGE_WORD, NODE, PART_FIELDS, PARTITION } from "../parts/part-fields.js";
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
  /** Of the language that the scenarios use; absent: 1, unless the semantics need 2. */
  readonly version?: 1 | 2;
}

/** The version of the language that a file needs. */
export const versionOf = ({ version, semantics }: ScenarioFileHeader): 1 | 2 =>
  version === 2 || semanticsNeedVersion2(semantics) ? 2 : 1;

const FORMAT = "twins-scenarios";
/** Version 2 is written only where something of it is used. */
const VERSIONS = [1, 2] as const;

const HEADER_FIELDS = {
  $schema: z.string("the address of a schema").optional(),
  format: z.literal(FORMAT, `"${FORMAT}"`),
  version: z.literal(VERSIONS, "1 or 2"),
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

/** The schema of a round, for editors. */
export const ROUND_FIELDS = {
  leader: z.string().describe("Leader of the round: a replica, and its twin if it has one."),
  partition: PARTITION.describe(
    "Groups of nodes that can communicate; every node is in exactly one.",
  ),
  drops: z
    .array(record({ from: NODE, to: NODE, type: MESSAGE_WORD }))
    .describe("Messages dropped inside a group.")
    .optional(),
  ...PART_FIELDS,
};
const ROUND = record(ROUND_FIELDS);

/** All rounds of a scenario on one line. */
export const NOTATION_FIELD = z
  .string()
  .min(1)
  .describe("On one line: a: a b | c d; b: all / a>b vote, vote>{b} x3");

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
  const { version, semantics, stabilization, space, count } = result.data;
  const roster = rosterFrom(result.data);
  const conflicts = rosterConflicts(result.data);
  const problems =
    conflicts.length > 0
      ? conflicts
      : [
          ...stabilizationConflicts(stabilization, roster, "stabilization"),
          ...versionConflicts(version, semantics),
        ];
  if (problems.length > 0) return refused(problems);
  return accepted({
    roster,
    semantics,
    stabilization: stabilizationFrom(stabilization),
    ...(space === undefined ? {} : { space }),
    ...(count === undefined ? {} : { count }),
    ...(version === 2 ? { version } : {}),
  });
}

/** What the header of a file of version 1 cannot say. */
const versionConflicts = (version: 1 | 2, semantics: Semantics): readonly Problem[] =>
  version === 1 && semanticsNeedVersion2(semantics)
    ? [{ path: "version", wrong: "is 1, and the semantics are of version 2", allowed: "2" }]
    : [];

const isFields = (document: unknown): document is Readonly<Record<string, unknown>> =>
  typeof document === "object" && document !== null;

/** The header's fields as they are written. */
export function fileHeaderFields(header: ScenarioFileHeader): Readonly<Record<string, unknown>> {
  const { roster, space, semantics, stabilization, count } = header;
  const { replicas, twins, faulty } = roster;
  return {
    ...{ format: FORMAT, version: versionOf(header), replicas, twins, faulty },
    ...(space === undefined ? {} : { space }),
    semantics,
    stabilization,
    ...(count === undefined ? {} : { count }),
  };
}
