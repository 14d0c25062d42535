/** The schema of what version 2 added to a round, for editors. */
import { z } from "zod";
import { record } from "../input/zod-problems.js";
import { MOST_ORDER } from "../input/limits.js";

/** A node by its name. */
export const NODE = z.string();
/** The schema of a word for messages. */
export const MESSAGE_WORD = z
  .string()
  .min(1)
  .describe("A message type or phase of the protocol, or * for all.");
/** The schema of groups of nodes. */
export const PARTITION = z.array(z.array(NODE).min(1)).min(1);

const EFFECT = z.union([
  z.enum(["drop", "late"]),
  record({ late: z.string().min(1).describe("A timer of the protocol.") }),
  record({ hold: z.int().min(1).describe("The round that the receiver has to enter.") }),
  record({ delay: z.int().min(0).max(2).describe("Halves of the bound on delays.") }),
]);

/** The fields of a round that version 1 does not have. */
export const PART_FIELDS = {
  phases: z
    .array(record({ of: MESSAGE_WORD, partition: PARTITION }))
    .min(1)
    .describe("Groups of their own for the messages of a type or a phase.")
    .optional(),
  hears: z
    .array(record({ of: MESSAGE_WORD, hearers: z.array(NODE) }))
    .min(1)
    .describe("Messages that only these nodes receive, besides a sender its own.")
    .optional(),
  exceptions: z
    .array(
      record({
        types: z.array(MESSAGE_WORD).min(1),
        from: z.array(NODE).min(1),
        to: z.array(NODE).min(1),
        effect: EFFECT,
      }),
    )
    .min(1)
    .describe("Messages that are lost, wait or take another time between two sets of nodes.")
    .optional(),
  restarts: z
    .array(record({ node: NODE, state: z.enum(["durable", "none"]) }))
    .min(1)
    .describe("Nodes that restart as they enter the round.")
    .optional(),
  order: z
    .int()
    .min(1)
    .max(MOST_ORDER)
    .describe("Seed of the order of messages that arrive at the same instant.")
    .optional(),
};
