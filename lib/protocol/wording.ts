/** How traces and transcripts describe the messages and timers of a protocol. */
import type { Timer } from "./host/event.js";
import type { BlockId } from "./ids.js";

/** A block's readable name (`d'@1`), which does not depend on digests. */
export type NameOf = (block: BlockId) => string;

/** Each member replaces a generic wording. Blocks go by name, so that equal runs read alike. */
export interface Wording<Message extends object> {
  /** A message in a few words; else `TYPE for BLOCK` or `TYPE of round N`. */
  message?(message: Message, nameOf: NameOf): string;
  /** Data of a message for JSON traces, besides its description: plain data. */
  fields?(message: Message, nameOf: NameOf): Readonly<Record<string, unknown>>;
  /** A timer's name without digests; else its own. */
  timer?(timer: Timer): string;
}
