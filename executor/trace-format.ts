import { z } from "zod";
import { MESSAGE_TYPES } from "../lib/protocol/description.js";
import { record } from "../lib/scenario/zod-problems.js";
import { SCENARIO_RECORD } from "./results-format.js";

/*
 * The trace of a scenario, as JSON lines: a header, a line for each thing that happens, in order,
 * and a line with what came of it. Blocks go by name, so that equal runs have equal traces whatever
 * their blocks' digests are.
 */

export const TRACE_FORMAT = "twins-trace";
export const TRACE_VERSION = 1;

const count = z.int().min(0);
const node = z.string();
const replica = z.string();
const block = z.string().describe("By name: d'@1 was proposed by node d' in round 1.");

const ROUND = record({
  leader: replica,
  partition: z.array(z.array(node)),
  drops: z.array(record({ from: node, to: node, type: z.enum([...MESSAGE_TYPES, "*"]) })),
});

const HEADER = record({
  format: z.literal(TRACE_FORMAT),
  version: z.literal(TRACE_VERSION),
  tool: z.string().describe("The version of twins-bft."),
  id: z.string().describe("The scenario's, or the case's name."),
  nodes: z.array(record({ node, replica, honest: z.boolean() })),
  rounds: z.array(ROUND),
});
export type TraceHeader = z.output<typeof HEADER>;

const CERTIFICATE = z.union([
  record({ kind: z.literal("qc"), round: count, block, signers: z.array(replica) }),
  record({
    kind: z.literal("tc"),
    round: count,
    signers: z.array(replica),
    highQcRounds: z.array(count).describe("What each signer reported."),
  }),
]);
export type CertificateTrace = z.output<typeof CERTIFICATE>;

const certificates = z.array(CERTIFICATE);
const MESSAGE = z.union([
  record({ type: z.literal("proposal"), round: count, block, parent: block, certificates }),
  record({ type: z.literal("vote"), round: count, block, certificates }),
  record({ type: z.literal("timeout"), round: count, highQcRound: count, certificates }),
  record({
    type: z.literal("sync"),
    phase: z.enum(["request", "response"]),
    round: count,
    block,
    certificates,
  }),
]);
export type MessageTrace = z.output<typeof MESSAGE>;

/** What a retry is of is the protocol's own; it may be a digest. */
const TIMER = z.union([
  record({ kind: z.literal("round"), round: count }),
  record({ kind: z.literal("retry"), attempt: count }),
]);

const happening = <Name extends string, Shape extends z.core.$ZodLooseShape>(
  event: Name,
  shape: Shape,
) =>
  record({
    at: count.describe("Virtual time, in milliseconds."),
    node: node.describe("To which it happens, or which does it."),
    event: z.literal(event),
    ...shape,
  });

const EVENT = z.union([
  happening("start", {}),
  happening("timer", { timer: TIMER }),
  happening("receive", { from: node, message: MESSAGE }),
  happening("send", {
    to: node.describe("One copy of a message; a broadcast has one for every node."),
    message: MESSAGE,
    delay: count.describe("How long it takes, where it is delivered.").optional(),
    lost: z.string().describe("Why it is not.").optional(),
    held: z.string().describe("Why it waits for its receiver to pass a round.").optional(),
  }),
  happening("enter", { round: count, by: z.enum(["start", "qc", "tc"]) }),
  happening("certify", { certificate: CERTIFICATE }),
  happening("decide", { what: z.string(), allowed: z.boolean(), because: z.string() }),
  happening("refuse", { because: z.string() }),
  happening("commit", { block, round: count }),
  happening("start-timer", { timer: TIMER, after: count }),
  happening("stop-timer", { timer: TIMER }),
]);
export type TimerTrace = z.output<typeof TIMER>;
export type TraceEvent = z.output<typeof EVENT>;

/** Any line of a trace, for tools. */
export const TRACE_LINE = z
  .union([HEADER, EVENT, SCENARIO_RECORD])
  .describe("A line of a trace of twins-exec: its header, what happens, and the result.");
