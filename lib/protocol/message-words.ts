/** Resolves a protocol's names of message types and phases, for drops and counts. */
import type { MessageRole, MessageType } from "./description.js";

/** The name for messages of every type. */
export const ANY_MESSAGE = "*";

/** The words of a protocol for its messages: their types, their phases, and `*` for all. */
export class MessageWords {
  /** The names that a drop may use: types, phases, and `*`. */
  readonly all: readonly string[];
  /** All types, in the order of a round. */
  readonly types: readonly string[];
  /** The types of which a node must hear a quorum to leave a round: votes and timeouts, if any. */
  readonly quorumTypes: readonly string[];
  readonly #roles: ReadonlyMap<string, MessageRole | undefined>;
  readonly #phases: ReadonlyMap<string, string | undefined>;

  constructor(types: readonly MessageType[]) {
    const words = types.flatMap(({ type, phase }) =>
      phase === undefined ? [type] : [type, phase],
    );
    this.all = [...new Set(words), ANY_MESSAGE];
    this.types = types.map(({ type }) => type);
    this.#roles = new Map(types.map(({ type, role }) => [type, role]));
    this.#phases = new Map(types.map(({ type, phase }) => [type, phase]));
    const counted = types.filter(({ role }) => role === "vote" || role === "timeout");
    this.quorumTypes = (counted.length === 0 ? types : counted).map(({ type }) => type);
  }

  /** What messages of a type are for; undefined where the protocol does not say. */
  roleOf(type: string): MessageRole | undefined {
    return this.#roles.get(type);
  }

  /** Whether messages of a type are delivered in every round. */
  isSync(type: string): boolean {
    const role = this.roleOf(type);
    return role === "request" || role === "response";
  }

  /** Whether a word for messages, as of a drop, means those of a type. */
  means(word: string, type: string): boolean {
    return word === ANY_MESSAGE || word === type || word === this.#phases.get(type);
  }
}
