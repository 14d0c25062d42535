/** Which properties read what, found once for all runs that are judged by them. */
import type { MessageType } from "../protocol/description.js";
import type { Handlers, Property } from "../protocol/judging/property.js";

/** The properties that judge a run, and by kind of event the places of those that read it. */
export interface Readers {
  readonly properties: readonly Property<unknown>[];
  readonly messages: readonly number[];
  readonly statements: readonly number[];
  readonly certificates: readonly number[];
  readonly entries: readonly number[];
  readonly commits: readonly number[];
  readonly halts: readonly number[];
  /** The types of messages that propose the block in them; undefined: all types. */
  readonly proposals: ReadonlySet<string> | undefined;
  /** Whether some property counts with all of the facts, so that none may be forgotten. */
  readonly needsAll: boolean;
}

/** The readers among these properties, of a protocol with these types of messages. */
export function readersOf(
  properties: readonly Property<unknown>[],
  messageTypes: readonly MessageType[],
): Readers {
  const reading = (kind: keyof Handlers<unknown>): readonly number[] =>
    properties.flatMap(({ on }, place) => (on[kind] === undefined ? [] : place));
  const proposals = messageTypes.flatMap(({ type, role }) => (role === "proposal" ? type : []));
  return {
    properties,
    messages: reading("sent"),
    statements: reading("signed"),
    certificates: reading("certificate"),
    entries: reading("entered"),
    commits: reading("committed"),
    halts: reading("halted"),
    proposals: proposals.length === 0 ? undefined : new Set(proposals),
    needsAll: properties.some(({ comparison }) => comparison === undefined),
  };
}
