/* The shape of cluster configs. What parts say against each other is checked in conflicts.ts. */
import { z } from "zod";
import { CRYPTO_NAMES } from "../lib/crypto/names.js";
import { DEFAULT_PROTOCOL, protocols } from "../lib/registry.js";
import {
  LONGEST_SEED,
  MOST_CLIENTS,
  MOST_FAILURES,
  MOST_REPLICAS,
  MOST_REQUESTS,
} from "../lib/scenario/limits.js";
import { oneOf } from "../lib/scenario/problem.js";
import { BUGS_FIELD } from "../lib/scenario/protocol-fields.js";
import { DESCRIPTION_FIELD, record, whole, word } from "../lib/scenario/zod-problems.js";

const MOST_WAITING = 10_000_000;
const MOST_ROUND = 1_000_000_000;
const LONGEST = 1_000_000_000;

/** Virtual time, in milliseconds. */
const millis = (least: number): z.ZodInt => whole(least, LONGEST);

const names = <const Names extends readonly string[]>(
  known: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> => z.enum(known, { error: oneOf(known) });

const DEFAULT_DEADLINE = 120_000;
const FIRST_WAIT = 100;

const ANY_WORKLOAD = {
  count: whole(1, MOST_REQUESTS).describe("Requests of each client."),
  clients: whole(1, MOST_CLIENTS).default(1),
};

const TIMEOUT = millis(1).optional();

const WORKLOAD = z.discriminatedUnion(
  "type",
  [
    record({
      type: z.literal("retransmit"),
      ...ANY_WORKLOAD,
      timeout: TIMEOUT.describe("When a client gives up, in milliseconds from the start."),
      firstWait: millis(1)
        .describe("Milliseconds before the first repetition; doubled before each further one.")
        .default(FIRST_WAIT),
    }).describe("One request at a time, sent again until it is answered."),
    record({
      type: z.literal("flood"),
      ...ANY_WORKLOAD,
      timeout: TIMEOUT.describe("When a client gives up, in milliseconds from the start."),
    }).describe("All requests at once."),
    record({
      type: z.literal("timed"),
      ...ANY_WORKLOAD,
      timeout: TIMEOUT.describe("When a client gives up, in milliseconds from the last request."),
      delays: z
        .array(millis(0), "a list of milliseconds")
        .describe("Between one request and the next: one fewer than requests."),
    }).describe("One request after another, at set intervals."),
  ],
  { error: 'a workload whose type is "retransmit", "flood" or "timed"' },
);

const ANY = z.literal("_");
const name = z.string("the name of a replica");
const party = z.string('a replica, "leader", or "_" for any');
const ROUND = whole(0, MOST_ROUND);

const ROUNDS = z
  .union([ANY, z.array(ROUND).min(1), record({ from: ROUND, to: ROUND })], {
    error: '"_" for any, a list of rounds, or { "from": 2, "to": 6 }',
  })
  .describe("The sender's current round when it sends.");

const AFFECTED = {
  src: party.describe('Whose messages: a replica, "leader", or "_" for any.'),
  dest: party.describe("To whom. For votes, the leader is that of the next round."),
  msgType: z
    .string("a word for messages")
    .describe("A type or a phase of the protocol's messages, or * for any."),
  round: ROUNDS,
  prob: z
    .number("a probability from 0 to 1")
    .min(0, "a probability from 0 to 1")
    .max(1, "a probability from 0 to 1")
    .default(1),
};

const FAILURE = z.discriminatedUnion(
  "type",
  [
    record({ type: z.literal("loss"), ...AFFECTED }),
    record({
      type: z.literal("delay"),
      ...AFFECTED,
      val: millis(1).describe("Milliseconds that it takes longer."),
      blocking: z
        .boolean("true or false")
        .describe("The sender sends nothing else until then, as one that slept.")
        .default(false),
    }),
    record({
      type: z.literal("setAttribute"),
      ...AFFECTED,
      attr: z
        .string("the name of an attribute")
        .describe("What is set in the sender before it sends: an attribute of the protocol."),
      val: z.union([z.int(), z.string()], { error: "a round, or the name of a replica" }),
    }),
    record({
      type: z.literal("restart"),
      ...AFFECTED,
      val: millis(0).describe("Milliseconds that the sender is down.").default(0),
    }),
  ],
  { error: 'a failure whose type is "loss", "delay", "setAttribute" or "restart"' },
);

const BY_REPLICA = z.record(name, z.array(ROUND, "a list of rounds"), {
  error: "lists of rounds, by replica",
});

const EXPECTATION = record({
  synced: BY_REPLICA.describe("Who got committed blocks by sync alone, and their rounds."),
  failedRounds: z
    .array(ROUND, "a list of rounds")
    .describe("Rounds with a proposal that ended by a TC, without a QC."),
  outOfTurn: BY_REPLICA.describe("Who proposed when a correct replica knew another leader."),
  skippedRounds: BY_REPLICA.describe("Rounds that these replicas never entered."),
  restarts: z.record(name, whole(1, 1000)).describe("Who restarted, how often."),
  retransmissions: whole(0, MOST_WAITING).describe("Requests sent again, by all clients."),
  rejected: z.array(z.string(), "a list of reasons").describe("Why requests were refused."),
}).partial();

const SEED = z.union([z.string().max(LONGEST_SEED), z.int()], {
  error: `a text of at most ${LONGEST_SEED} characters, or a whole number`,
});

/** The whole of it. */
export const CLUSTER_CONFIG = record({
  $schema: z.string().optional(),
  description: DESCRIPTION_FIELD.optional(),
  protocol: names([...protocols.keys()])
    .describe("Which protocol to run.")
    .default(DEFAULT_PROTOCOL),
  bugs: BUGS_FIELD.describe("Bugs to inject.").default([]),
  replicas: whole(1, MOST_REPLICAS).describe("n; they are named replica0, replica1, ..."),
  faulty: whole(0, MOST_REPLICAS).describe("f: n must be at least 3f+1.").optional(),
  transmissionDelayBound: millis(1).describe("Δ, in milliseconds. A round may last 4Δ."),
  delay: z
    .union([record({ fixed: millis(0) }), record({ uniform: z.tuple([millis(0), millis(0)]) })], {
      error: '{ "fixed": ms } or { "uniform": [min, max] }',
    })
    .describe("How long a message takes, in milliseconds; a tenth of Δ when left out.")
    .optional(),
  deadline: millis(1)
    .describe("The end of the run in virtual time, in milliseconds.")
    .default(DEFAULT_DEADLINE),
  mempool: record({
    capacity: whole(1, MOST_WAITING).default(1000),
    blockSize: whole(1, 10_000).default(4),
  })
    .describe("The most requests that wait at a replica, and the most in a block.")
    .prefault({}),
  election: record({
    window: whole(1, 1000).default(5),
    exclude: whole(0, MOST_REPLICAS).optional(),
  })
    .describe("Leader election: certificates back, and last authors left out (f when left out).")
    .prefault({}),
  workloads: z
    .array(WORKLOAD, "a list of workloads")
    .min(1, "at least one workload")
    .max(MOST_CLIENTS, `at most ${MOST_CLIENTS} workloads`)
    .describe(
      `At most ${MOST_CLIENTS} clients and ${MOST_REQUESTS} requests, of all workloads together.`,
    ),
  seed: SEED.describe("Everything random derives from it; drawn when left out.").optional(),
  failures: record({
    seed: SEED.describe("Of the failures' draws; the config's when left out.").optional(),
    list: z
      .array(FAILURE, "a list of failures")
      .max(MOST_FAILURES, `at most ${MOST_FAILURES} failures`)
      .default([]),
  }).prefault({}),
  crypto: word(...CRYPTO_NAMES)
    .describe("Real signatures, or ideal ones (structural: fast).")
    .default("ed25519"),
  expect: EXPECTATION.describe(
    "What the run is meant to show, exactly. Then every failure must hit a message, too.",
  ).optional(),
}).describe("What twins-cluster runs: replicas, clients and failures.");

export type ClusterConfigDocument = z.output<typeof CLUSTER_CONFIG>;
export type FailureDocument = z.output<typeof FAILURE>;
