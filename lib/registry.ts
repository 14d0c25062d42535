/** The one place that names the concrete protocols. */
import { bugs, isBugName, rulesWith } from "./protocols/diembft/bugs.js";
import { diembft } from "./protocols/diembft/protocol.js";
import { invariant } from "./protocol/assert.js";
import type { ProtocolMessage } from "./protocol/message.js";
import type { Protocol } from "./protocol/protocol.js";

/** A protocol whose states and messages only itself looks into. */
export type AnyProtocol = Protocol<object, ProtocolMessage>;

/** A protocol that can be run by name. */
export interface ProtocolEntry {
  /** What can be injected: each bug with the rule that it breaks. */
  readonly bugs: ReadonlyMap<string, string>;
  /** The protocol with the named bugs in it; all of them must be among `bugs`. */
  create(bugs: readonly string[]): AnyProtocol;
}

/** Every protocol that can be run, by name. */
export const protocols: ReadonlyMap<string, ProtocolEntry> = new Map([
  [
    "diembft",
    {
      bugs: new Map(Object.entries(bugs).map(([name, { breaks }]) => [name, breaks])),
      create(names) {
        const known = names.filter(isBugName);
        invariant(known.length === names.length, "only known bugs are injected", { names });
        return diembft(rulesWith(known));
      },
    },
  ],
]);
