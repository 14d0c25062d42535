/** The schemas of JSON traces. */
import { z } from "zod";
import { record } from "../../lib/scenario/input/zod-problems.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { PART_FIELDS } from "../../lib/scenario/parts/part-fields.js";
import type { ScenarioRecord } from "../results/record.js";
import { SCENARIO_RECORD } from "../results/results-format.js";

/*
 * The trace of a scenario, as JSON lines: a header, a line for each thing that happens, in order,
 * and a line with what came of it. Blocks go by name, so that equal runs have equal traces whatever
 * their blocks' digests are.
 */

export const TRACE_FORMAT = "twins-trace";
export const TRACE_VERSION = 3;

const count = z.int().min(0);
const node = z.string();
const replica = z.string();
const block = z.string().describe("By name: d'@1 was proposed by node d' in round 1.");

const ROUND = record({
  leader: replica,
  partition: z.array(z.array(node)),
  drops: z.array(record({ from: node, to: node, type: z.string() })),
  ...PART_FIELDS,
});

const MESSAGE_ROLES = ["proposal", "vote", "timeout", "request", "response"] as const;

const HEADER = record({
  format: z.literal(TRACE_FORMAT),
  version: z.literal(TRACE_VERSION),
  tool: z.string().describe("The version of twins-bft."),
  id: z.string().describe("Id of the scenario, or name of the case."),
  nodes: z.array(record({ node, replica, honest: z.boolean() })),
  rounds: z.array(ROUND),
  description: z.string().describe("What the case shows, if its config says it.").optional(),
  protocol: z.string().describe("Name of the protocol.").optional(),
  bugs: z.array(z.string()).describe("The injected bugs.").optional(),
  messages: z
    .array(record({ type: z.string(), role: z.enum(MESSAGE_ROLES).optional() }))
    .describe("The types of messages of the protocol, in the order of a round.")
    .optional(),
});
export type TraceHeader = Omit<z.output<typeof HEADER>, "rounds"> & {
  readonly rounds: readonly RoundConfiguration[];
};

const CERTIFICATE = z
  .looseObject({
    kind: z.string().describe("Name of the type in the protocol."),
    round: count,
    block: block
      .describe("The certified block; absent for a timeout or another nil value.")
      .optional(),
    signers: z.array(replica),
  })
  .describe("A certificate; further fields are the protocol's own.");
export type CertificateTrace = z.output<typeof CERTIFICATE>;

const MESSAGE = z
  .looseObject({
    type: z.string().describe("Name of the type in the protocol."),
    round: count,
    block: block.optional(),
    parent: block.optional(),
    certificates: z.array(CERTIFICATE),
  })
  .describe("A message; further fields are the protocol's own.");
export type MessageTrace = z.output<typeof MESSAGE>;

/** Names have no digests in them. */
const TIMER = record({ name: z.string(), round: count.optional() });

const eventSchema = <Name extends string, Shape extends z.core.$ZodLooseShape>(
  event: Name,
  shape: Shape,
) =>
  record({
    at: count.describe("Virtual time, in milliseconds."),
    node: node.describe("The node that the event concerns."),
    event: z.literal(event),
    ...shape,
  });

const EVENT = z.union([
  eventSchema("start", {}),
  eventSchema("restart", { state: z.enum(["durable", "none"]) }),
  eventSchema("timer", { timer: TIMER }),
  eventSchema("receive", { from: node, message: MESSAGE }),
  eventSchema("send", {
    to: node.describe("One copy of a message; a broadcast has one for every node."),
    message: MESSAGE,
    delay: count.describe("Delay in milliseconds, if the message is delivered.").optional(),
    lost: z.string().describe("Reason, if the message is lost.").optional(),
    held: z
      .string()
      .describe("Reason, if the message is held until its receiver passes a round.")
      .optional(),
  }),
  eventSchema("enter", { round: count, by: z.string().describe("What ended the previous round.") }),
  eventSchema("certify", { certificate: CERTIFICATE }),
  eventSchema("decide", { what: z.string(), allowed: z.boolean(), because: z.string() }),
  eventSchema("refuse", { because: z.string() }),
  eventSchema("commit", { block, round: count, slot: z.string().optional() }),
  eventSchema("halt", {}),
  eventSchema("stuck", { round: count, because: z.string() }),
  eventSchema("state", {
    changes: z
      .array(
        record({
          path: z.array(z.string()).describe("The names on the way to it."),
          value: z
            .union([z.string(), z.number(), z.boolean(), z.null()])
            .describe("Absent if it is gone.")
            .optional(),
        }),
      )
      .describe("What the event before changed in the internal state of its node."),
    ends: z
      .literal(true)
      .describe("Later states are left out: they would take too much space.")
      .optional(),
  }),
  eventSchema("start-timer", { timer: TIMER, after: count }),
  eventSchema("stop-timer", { timer: TIMER }),
]);
/** A part of a node's internal state that was changed. */
export type StateChangeTrace = Extract<TraceEvent, { event: "state" }>["changes"][number];
export type TimerTrace = z.output<typeof TIMER>;
export type TraceEvent = z.output<typeof EVENT>;
/** The last line: what came of the scenario. */
export type TraceResult = ScenarioRecord;

/** Any line of a trace, for tools. */
export const TRACE_LINE = z
  .union([HEADER, EVENT, SCENARIO_RECORD])
  .describe("A line of a trace of twins-exec: the header, an event, or the result.");
