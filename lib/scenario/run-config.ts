/** Semantics and stabilisation in configs and scenario files: schema and conflicts. */
import { z } from "zod";
import { replicaId } from "../protocol/ids.js";
import { MOST_ROUNDS, MOST_STABILIZATION_ROUNDS } from "./input/limits.js";
import type { Roster, Semantics, Stabilization } from "./model.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION, RELAYS } from "./model.js";
import { fieldOf, isValue, itemOf, oneOf } from "./input/problem.js";
import type { Problem } from "./input/problem.js";
import { problemsIn } from "./input/problems.js";
import { honestReplicas } from "./roster.js";
import { record, wellFormed, whole, word } from "./input/zod-problems.js";

/** The delivery rules, on which published executors differ. */
export const SEMANTICS_FIELD = record({
  governs: word("message", "sender")
    .describe(
      "The round whose configuration governs a message: its own, or the current one of its sender.",
    )
    .default(DEFAULT_SEMANTICS.governs),
  afterLastRound: word("heal", "silence")
    .describe("After the last scripted round: one group of all nodes, or nothing is delivered.")
    .default(DEFAULT_SEMANTICS.afterLastRound),
  drops: word("lose", "hold")
    .describe(
      "A dropped message is lost, or held until its receiver has passed the last scripted round.",
    )
    .default(DEFAULT_SEMANTICS.drops),
  repeatedTimeouts: z
    .union([word("obey"), record({ override: whole(1, 1_000_000) })], {
      error: '"obey", or { "override": n } with n a whole number from 1',
    })
    .describe("Drops apply to repeated timeouts, or do not from the n-th copy on.")
    .default("obey"),
  relay: word(...RELAYS)
    .describe(
      "What the network passes on after the scripted rounds of what an honest node has received.",
    )
    .optional(),
  suffix: record({ period: whole(1, MOST_ROUNDS) })
    .describe(
      "The last rounds, so many, repeat for ever, with links between honest nodes up; " +
        "default: what afterLastRound says.",
    )
    .optional(),
});

/** A suffix of more rounds than a scenario has. `path` is that of the semantics. */
export const suffixConflicts = (
  { suffix }: Semantics,
  rounds: number,
  path: string,
): readonly Problem[] =>
  suffix === undefined || suffix.period <= rounds
    ? []
    : [
        {
          path: `${fieldOf(path, "suffix")}.period`,
          wrong: `is ${suffix.period}, and there are ${rounds} rounds to repeat`,
          allowed: `1 to ${rounds}`,
        },
      ];

/** The stabilisation rounds, which follow the scripted ones. */
export const STABILIZATION_FIELD = record({
  rounds: whole(0, MOST_STABILIZATION_ROUNDS)
    .describe("Number of rounds without partitions or drops, after the scripted ones.")
    .default(DEFAULT_STABILIZATION.rounds),
  leaders: z
    .union([z.string(), z.array(z.string()).min(1)], {
      error: '"honest", a replica, or a list of replicas',
    })
    .describe(
      'Leaders of these rounds: "honest" (the honest replicas in turn), one replica, or a list.',
    )
    .default("honest"),
});

/** The stabilisation of a valid config. */
export function stabilizationFrom(config: z.output<typeof STABILIZATION_FIELD>): Stabilization {
  const { rounds, leaders } = config;
  if (leaders === "honest") return { rounds, leaders };
  return { rounds, leaders: [leaders].flat().map(replicaId) };
}

/** Conflicts between a well-formed stabilisation and the roster. */
export function stabilizationConflicts(
  stabilization: unknown,
  roster: Roster,
  path: string,
): readonly Problem[] {
  const config = wellFormed(STABILIZATION_FIELD.prefault({}), stabilization);
  if (config === undefined || config.rounds === 0) return [];
  const place = fieldOf(path, "leaders");
  const names: readonly string[] = roster.replicas;
  if (config.leaders === "honest") {
    return honestReplicas(roster).length > 0
      ? []
      : [
          {
            path: place,
            wrong: 'is "honest", and every replica has a twin',
            allowed: oneOf(names),
          },
        ];
  }
  const all = [config.leaders].flat();
  return problemsIn(all, (leader, position) =>
    names.includes(leader)
      ? []
      : [
          {
            path: all.length === 1 ? place : itemOf(place, position),
            wrong: isValue(leader),
            allowed: `"honest", or ${oneOf(names)}`,
          },
        ],
  );
}
