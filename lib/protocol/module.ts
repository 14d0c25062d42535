/** Defines a protocol for the tools: its name and its injectable bugs. */
import { invariant } from "./assert.js";
import type { AnyProtocol, Protocol } from "./protocol.js";

/** A protocol that the tools can run, with any of its bugs. */
export interface ProtocolModule {
  readonly name: string;
  /** The injectable bugs, each with the rule that it breaks. */
  readonly bugs: Readonly<Record<string, string>>;
  /** The protocol with these bugs, which must be in {@link bugs}; without any: the correct one. */
  create(bugs: readonly string[]): AnyProtocol;
}

/** The argument of {@link defineProtocol}. */
interface Definition<State extends object, Message extends object, Bug extends string> {
  readonly name: string;
  readonly bugs?: Readonly<Record<Bug, string>>;
  create(bugs: readonly Bug[]): Protocol<State, Message>;
}

/** Defines a protocol: the default export of its module. */
export function defineProtocol<
  State extends object,
  Message extends object,
  Bug extends string = never,
>(definition: Definition<State, Message, Bug>): ProtocolModule {
  const bugs: Readonly<Record<string, string>> = definition.bugs ?? {};
  const isBug = (name: string): name is Bug => Object.hasOwn(bugs, name);
  return {
    name: definition.name,
    bugs,
    create(names) {
      const known = names.filter(isBug);
      invariant(known.length === names.length, "only known bugs are injected", { names });
      return definition.create(known);
    },
  };
}
