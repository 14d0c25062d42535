/** The schema of cluster configs; conflicts between fields are checked in conflicts.ts. */
import { z } from "zod";
import { CRYPTO_NAMES } from "../../lib/crypto/names.js";
import { DEFAULT_PROTOCOL, protocols } from "../../lib/registry.js";
import {
  LONGEST_SEED,
  MOST_CLIENTS,
  MOST_FAILURES,
  MOST_REPLICAS,
  MOST_REQUESTS,
} from "../../lib/scenario/input/limits.js";
import { BUGS_FIELD, moduleField } from "../../lib/scenario/protocol-fields.js";
import { DESCRIPTION_FIELD, record, whole, word } from "../../lib/scenario/input/zod-problems.js";

const MOST_WAITING = 10_000_000;
const MOST_ROUND = 1_000_000_000;
const LONGEST = 1_000_000_000;

/** Virtual time, in milliseconds. */
const millis = (least: number): z.ZodInt => whole(least, LONGEST);

const DEFAULT_DEADLINE = 120_000;
const FIRST_WAIT = 100;

const ANY_WORKLOAD = {
  count: whole(1, MOST_REQUESTS).describe("Number of requests of each client."),
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
        .describe("Milliseconds before the first retransmission; doubled before each further one.")
        .default(FIRST_WAIT),
    }).describe("One request at a time, retransmitted until it is answered."),
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
        .describe("Milliseconds between consecutive requests; one entry fewer than requests."),
    }).describe("One request after another, at the given intervals."),
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
  .describe("Rounds of the sender in which the failure applies.");

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
      val: millis(1).describe("Additional delay, in milliseconds."),
      blocking: z
        .boolean("true or false")
        .describe("Whether the sender sends nothing else during the delay.")
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
      val: millis(0).describe("Downtime of the sender, in milliseconds.").default(0),
    }),
  ],
  { error: 'a failure whose type is "loss", "delay", "setAttribute" or "restart"' },
);

const BY_REPLICA = z.record(name, z.array(ROUND, "a list of rounds"), {
  error: "lists of rounds, by replica",
});

const EXPECTATION = record({
  synced: BY_REPLICA.describe(
    "Replicas that got committed blocks by sync alone, and the rounds of these blocks.",
  ),
  failedRounds: z
    .array(ROUND, "a list of rounds")
    .describe("Rounds that had a proposal and ended with a TC instead of a QC."),
  outOfTurn: BY_REPLICA.describe(
    "Replicas that proposed in rounds led by another replica, and these rounds.",
  ),
  skippedRounds: BY_REPLICA.describe("Rounds that these replicas never entered."),
  restarts: z.record(name, whole(1, 1000)).describe("Number of restarts of each replica."),
  retransmissions: whole(0, MOST_WAITING).describe(
    "Number of retransmitted requests, of all clients.",
  ),
  rejected: z
    .array(z.string(), "a list of reasons")
    .describe("Reasons for which requests were refused."),
}).partial();

const SEED = z.union([z.string().max(LONGEST_SEED), z.int()], {
  error: `a text of at most ${LONGEST_SEED} characters, or a whole number`,
});

/** The whole of it. */
export const CLUSTER_CONFIG = record({
  $schema: z.string().optional(),
  description: DESCRIPTION_FIELD.optional(),
  protocol: moduleField([...protocols.keys()])
    .describe("The protocol to run: one that is built in, or the path of a module.")
    .default(DEFAULT_PROTOCOL),
  bugs: BUGS_FIELD.describe("Bugs to inject.").default([]),
  replicas: whole(1, MOST_REPLICAS).describe("n; they are named replica0, replica1, ..."),
  faulty: whole(0, MOST_REPLICAS).describe("f: n must be at least 3f+1.").optional(),
  transmissionDelayBound: millis(1).describe("Δ, in milliseconds. A round may last 4Δ."),
  delay: z
    .union([record({ fixed: millis(0) }), record({ uniform: z.tuple([millis(0), millis(0)]) })], {
      error: '{ "fixed": ms } or { "uniform": [min, max] }',
    })
    .describe("Message delay, in milliseconds; default: a tenth of Δ.")
    .optional(),
  deadline: millis(1)
    .describe("Virtual time at which the run ends at the latest, in milliseconds.")
    .default(DEFAULT_DEADLINE),
  mempool: record({
    capacity: whole(1, MOST_WAITING).default(1000),
    blockSize: whole(1, 10_000).default(4),
  })
    .describe("Largest number of waiting requests at a replica, and of requests in a block.")
    .prefault({}),
  election: record({
    window: whole(1, 1000).default(5),
    exclude: whole(0, MOST_REPLICAS).optional(),
  })
    .describe("Leader election: window of certificates, and excluded recent authors (default: f).")
    .prefault({}),
  workloads: z
    .array(WORKLOAD, "a list of workloads")
    .min(1, "at least one workload")
    .max(MOST_CLIENTS, `at most ${MOST_CLIENTS} workloads`)
    .describe(
      `At most ${MOST_CLIENTS} clients and ${MOST_REQUESTS} requests, of all workloads together.`,
    ),
  seed: SEED.describe("Seed of every random choice; default: a fresh one.").optional(),
  failures: record({
    seed: SEED.describe(
      "Seed of the probabilistic failures; default: the seed of the config.",
    ).optional(),
    list: z
      .array(FAILURE, "a list of failures")
      .max(MOST_FAILURES, `at most ${MOST_FAILURES} failures`)
      .default([]),
  }).prefault({}),
  crypto: word(...CRYPTO_NAMES)
    .describe("Signature suite: ed25519 (real) or structural (ideal and fast).")
    .default("ed25519"),
  expect: EXPECTATION.describe(
    "Expected outcome, checked exactly. With it, every failure must affect at least one message.",
  ).optional(),
}).describe("A config of twins-cluster: replicas, clients and failures.");

export type ClusterConfigDocument = z.output<typeof CLUSTER_CONFIG>;
export type FailureDocument = z.output<typeof FAILURE>;
