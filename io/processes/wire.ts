/** What goes over the pipe: the answers of a program, checked; and the whole wire as a schema. */
import { z } from "zod";
import type { BlockId, ReplicaId, Round } from "../../lib/protocol/ids.js";
import { LONGEST_ID } from "../../lib/scenario/input/limits.js";
import { exactly, list, record, text, whole, word } from "../../lib/scenario/input/zod-problems.js";

/** The version of the wire. */
export const WIRE_VERSION = 1;

const name = (): z.ZodString => {
  const allowed = `a text of 1 to ${LONGEST_ID} characters`;
  return z.string(allowed).min(1, allowed).max(LONGEST_ID, allowed);
};
/** Ids and rounds of the contract, which are plain JSON on the wire. */
const round = (least: number): z.ZodType<Round, number> =>
  whole(least, Number.MAX_SAFE_INTEGER) as unknown as z.ZodType<Round, number>;
const replica = (): z.ZodType<ReplicaId, string> =>
  text() as unknown as z.ZodType<ReplicaId, string>;
const block = (): z.ZodType<BlockId, string> => text() as unknown as z.ZodType<BlockId, string>;

const anyJson = (): z.ZodType => z.unknown().refine((value) => value !== undefined, "any JSON");

const TIMER = record({
  name: text().describe("At most one timer of a name runs at a node."),
  round: round(0)
    .optional()
    .describe("The round that it belongs to; none is started of a round after the last one."),
});

const VALUE = z.union([block(), z.null()], { error: "a block's id, or null" });

const STATEMENT = record({
  slot: text().describe('What is decided, round included: "vote 5".'),
  value: VALUE.describe("The block's id; null: nil, or a timeout."),
});

const CERTIFICATE = record({
  kind: text().optional(),
  slot: text(),
  value: VALUE,
  round: round(0),
  signers: list(replica()),
  parent: block().optional(),
  parentRound: round(0).optional(),
});

const BLOCK = record({
  id: block(),
  parent: block(),
  round: round(0),
  parentRound: round(0).optional(),
});

const DESCRIPTION = record({
  type: text().describe("One of the messageTypes."),
  round: round(1).describe("The round whose partition and drops govern the message."),
  sender: replica().optional().describe("The replica that signs it; default: the node's own."),
  block: BLOCK.optional().describe("The block that it proposes or votes for."),
  signs: list(STATEMENT).optional().describe("What its sender signs with it."),
  shows: list(CERTIFICATE).optional().describe("The certificates in it."),
}).describe("What judges and the network know of a message.");

const MESSAGE = anyJson().describe("The message, which only the program understands.");

const ENTRY = record({
  id: block(),
  round: round(1),
  parent: block().optional().describe("The block committed before it, or genesis: of a chain."),
  slot: text().optional().describe("The decided slot, in a protocol without a chain."),
  parentRound: round(0).optional(),
  author: replica().optional(),
  transactions: list(text()).optional(),
  stateId: text().optional().describe("The state after it; default: the block's id."),
});

const EFFECT = z
  .discriminatedUnion(
    "kind",
    [
      record({ kind: exactly("send"), to: replica(), message: MESSAGE, description: DESCRIPTION }),
      record({ kind: exactly("broadcast"), message: MESSAGE, description: DESCRIPTION }),
      record({
        kind: exactly("start-timer"),
        timer: TIMER,
        after: z.number("milliseconds, a number from 0").min(0, "milliseconds, a number from 0"),
      }),
      record({ kind: exactly("stop-timer"), timer: TIMER }),
      record({ kind: exactly("commit"), entry: ENTRY }),
      record({ kind: exactly("entered"), round: round(1), by: text() }),
      record({ kind: exactly("certified"), certificate: CERTIFICATE }),
      record({
        kind: exactly("decided"),
        what: text(),
        allowed: z.boolean("true or false"),
        because: text(),
      }),
      record({ kind: exactly("refused"), because: text() }),
      record({ kind: exactly("halted") }),
    ],
    {
      error:
        "an effect: send, broadcast, start-timer, stop-timer, commit, entered, certified, " +
        "decided, refused or halted",
    },
  )
  .describe("What a node does, in order.");

export type WireEffect = z.output<typeof EFFECT>;

const ROLES = word("proposal", "vote", "timeout", "request", "response");

/** The result of `initialize`. */
export const INITIALIZED = record({
  version: exactly(WIRE_VERSION),
  name: name().describe("The protocol's name in reports."),
  messageTypes: list(
    record({ type: name(), phase: name().optional(), role: ROLES.optional() }),
  ).min(1, "at least one type of message"),
  bugs: z
    .record(z.string(), z.string("the rule that it breaks"), {
      error: "an object of texts, by bug",
    })
    .optional()
    .describe("What --bug can inject: each bug with the rule that it breaks."),
  keepsMessages: z
    .boolean("true or false")
    .optional()
    .describe("Whether it keeps the messages that it sent in a run: their events have sent."),
  undetected: list(text()).optional().describe("Bugs that --check-protocol is not to look for."),
  properties: list(text())
    .optional()
    .describe("The universal properties to judge; default: all of them, and the promises."),
  promises: record({
    recoversIn: round(1).optional(),
    commitsWithin: record({ deltas: round(1), honestLeaders: round(1) }).optional(),
    leavesByQuorum: z.boolean("true or false").optional(),
  })
    .optional()
    .describe("What it claims beyond safety; only that is judged."),
});

export type Initialized = z.output<typeof INITIALIZED>;

/** The result of `handle`. */
export const HANDLED = record({ effects: list(EFFECT) });

/** The result of `quorum`. */
export const QUORUM = whole(1, Number.MAX_SAFE_INTEGER);

/** The result of `progress`. */
export const PROGRESS = text();

/** The result of `state`. */
const STATE = anyJson().describe("What people see of the node's state, in pages and traces.");

const EVENT = z.discriminatedUnion("kind", [
  record({ kind: exactly("start") }),
  record({
    kind: exactly("message"),
    from: text().describe("The identity of the node that sent it."),
    message: MESSAGE.optional(),
    sent: whole(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .describe(
        "Instead of the message, if the program keeps what it sends: which one it is of all that " +
          "it answered in this run with send or broadcast, from 0 on.",
      ),
  }),
  record({ kind: exactly("timer"), name: text(), round: round(0).optional() }),
]);

const NODE = record({ node: text().describe("The id of a node.") });

/** The parameters of each method. */
const PARAMETERS = {
  initialize: record({ version: exactly(WIRE_VERSION) }),
  quorum: record({ replicas: round(1), faulty: round(0) }),
  reset: record({
    scenario: text().describe("The scenario's id, for logs."),
    nodes: list(record({ id: text(), replica: text() })).describe(
      "A node and its twin have the same replica: the same identity and key.",
    ),
    validators: list(text()),
    faulty: round(0).describe("f: how many Byzantine identities are tolerated."),
    quorum: round(1).describe("How many distinct identities a certificate needs."),
    delta: z.number().describe("Δ, the bound on message delay, in virtual milliseconds."),
    leaders: list(text()).describe("The leader of round 1, of round 2, and so on."),
    bugs: list(text()).describe("The bugs to inject."),
  }),
  handle: NODE.extend({ at: z.number().describe("Virtual milliseconds."), event: EVENT }),
  progress: NODE,
  state: NODE,
  shutdown: record({}),
} as const;

export type ResetParameters = z.input<(typeof PARAMETERS)["reset"]>;

const RESULTS: Readonly<Record<keyof typeof PARAMETERS, z.ZodType>> = {
  initialize: INITIALIZED,
  quorum: QUORUM,
  reset: z.object({}),
  handle: HANDLED,
  progress: PROGRESS,
  state: STATE,
  shutdown: z.unknown(),
};

const ID = whole(1, Number.MAX_SAFE_INTEGER);
const JSONRPC = exactly("2.0");

const REQUEST = z.union(
  Object.entries(PARAMETERS).map(([method, params]) =>
    record({ jsonrpc: JSONRPC, id: ID, method: exactly(method), params }),
  ),
);

/** An answer of a program, as far as it does not depend on what was asked. */
export const RESPONSE = z.object({
  jsonrpc: JSONRPC,
  id: ID,
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

export type Response = z.output<typeof RESPONSE>;

const RESULT_OF = Object.fromEntries(
  Object.entries(RESULTS).map(([method, result]) => [method, result.optional()]),
);

/** Every line of the wire: requests, and answers with the result of each method by its name. */
export const WIRE = z
  .object({
    request: z.union([REQUEST, z.array(REQUEST)]),
    response: z.union([RESPONSE, z.array(RESPONSE)]),
    results: z.object(RESULT_OF),
  })
  .describe(
    "What twins-exec and a program say to each other, a line each: a request or a batch of them, " +
      "and its response or the batch of its responses. results: the result of each method.",
  );
