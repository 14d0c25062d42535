/** The roster (replicas, twins, f) in configs and scenario files: schema and conflicts. */
import { z } from "zod";
import { replicaId } from "../protocol/ids.js";
import type { ReplicaId } from "../protocol/ids.js";
import { maxFaulty } from "../protocol/validators.js";
import type { Roster } from "./model.js";
import { MOST_REPLICAS } from "./input/limits.js";
import { isValue, itemOf, oneOf, show } from "./input/problem.js";
import type { Problem } from "./input/problem.js";
import { replicaNames, rosterOf } from "./roster.js";
import { wellFormed, whole } from "./input/zod-problems.js";

const NAME = "letters, digits, _, - or ., beginning with a letter or digit";
const replicaName = z
  .string(`a name: ${NAME}`)
  .regex(/^[A-Za-z0-9][\w.-]{0,31}$/, `a name of at most 32 ${NAME}`);

const numberOrNames = (least: number): z.ZodUnion<[z.ZodInt, z.ZodArray<z.ZodString>]> =>
  z.union([whole(least, MOST_REPLICAS), z.array(replicaName).min(least).max(MOST_REPLICAS)], {
    error: `a number from ${least} to ${MOST_REPLICAS}, or as many names of ${NAME}`,
  });

/** The fields that define a roster. */
export const ROSTER_FIELDS = {
  replicas: numberOrNames(1).describe("Number of replicas (named a, b, c, ...), or their names."),
  twins: numberOrNames(0)
    .describe("Number of replicas with a twin (the first ones), or their names.")
    .default(0),
  faulty: whole(0, MOST_REPLICAS - 1)
    .describe("f: Byzantine replicas to tolerate; default: the largest f with 3f < n.")
    .optional(),
};

/** The roster fields of a document, not yet validated. */
export type RosterDocument = { readonly [Field in keyof typeof ROSTER_FIELDS]?: unknown };

export interface RosterConfig {
  readonly replicas: number | readonly string[];
  readonly twins: number | readonly string[];
  readonly faulty?: number | undefined;
}

const ROSTER = z.object(ROSTER_FIELDS);

/** The roster of a document; undefined if a field is invalid. */
export function soundRoster(document: RosterDocument): Roster | undefined {
  const fields = wellFormed(ROSTER, document);
  return fields === undefined || rosterConflicts(document).length > 0
    ? undefined
    : rosterFrom(fields);
}

/** The roster of a config without problems. */
export function rosterFrom({ replicas, twins, faulty }: RosterConfig): Roster {
  const names = namesOf(replicas);
  const twinned = typeof twins === "number" ? names.slice(0, twins) : twins.map(replicaId);
  return rosterOf(names, twinned, faulty ?? maxFaulty(names.length));
}

const namesOf = (replicas: number | readonly string[]): readonly ReplicaId[] =>
  typeof replicas === "number" ? replicaNames(replicas) : replicas.map(replicaId);

/** Like the field, but any text is a name: invalid names can still be compared. */
const numberOrTexts = (least: number): z.ZodType<number | readonly string[]> =>
  z.union([whole(least, MOST_REPLICAS), z.array(z.string()).max(MOST_REPLICAS)]);

/** Conflicts between fields that are well-formed each on its own. */
export function rosterConflicts(document: RosterDocument): readonly Problem[] {
  const replicas = wellFormed(numberOrTexts(1), document.replicas);
  if (replicas === undefined) return [];
  const names = namesOf(replicas);
  const twins = wellFormed(numberOrTexts(0), document.twins) ?? 0;
  const faulty = wellFormed(ROSTER_FIELDS.faulty, document.faulty) ?? 0;
  return [
    ...repetitions("replicas", names),
    ...(typeof twins === "number" ? tooManyTwins(twins, names.length) : unknownTwins(twins, names)),
    ...(faulty < names.length
      ? []
      : [
          {
            path: "faulty",
            wrong: isValue(faulty),
            allowed: `fewer than the ${names.length} replicas`,
          },
        ]),
  ];
}

const tooManyTwins = (twins: number, replicas: number): readonly Problem[] =>
  twins <= replicas
    ? []
    : [{ path: "twins", wrong: isValue(twins), allowed: `at most the ${replicas} replicas` }];

const unknownTwins = (twins: readonly string[], names: readonly string[]): readonly Problem[] => [
  ...repetitions("twins", twins),
  ...twins.flatMap((twin, position) =>
    names.includes(twin)
      ? []
      : [{ path: itemOf("twins", position), wrong: isValue(twin), allowed: oneOf(names) }],
  ),
];

const repetitions = (path: string, names: readonly string[]): readonly Problem[] =>
  names.flatMap((name, position) =>
    names.indexOf(name) === position
      ? []
      : [
          {
            path: itemOf(path, position),
            wrong: `is ${show(name)} again`,
            allowed: "every name once",
          },
        ],
  );
