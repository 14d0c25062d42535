/** Defines a protocol for the tools: its name and its injectable bugs. */
import { invariant } from "./assert.js";
import type { AnyProtocol, Protocol } from "./protocol.js";

/** A protocol that the tools can run, with any of its bugs. */
export interface ProtocolModule {
  /** Its name in reports, configs and `--protocol`. */
  readonly name: string;
  /** The injectable bugs, each with the rule that it breaks. */
  readonly bugs: Readonly<Record<string, string>>;
  /** The bugs that no law of `twins-bft/testing` finds. Absent: none. */
  readonly undetected?: readonly string[];
  /**
   * The protocol with these bugs in it; none: the correct one.
   * @throws {InvariantViolation} when one of them is not a known bug.
   */
  create(bugs: readonly string[]): AnyProtocol;
}

/** A protocol is named by its path: one with a folder, or with the ending of a module. */
export const MODULE_PATH = /^(\.{0,2}[/\\]|[A-Za-z]:[/\\])|\.[cm]?[jt]s$/;

/** What {@link defineProtocol} is given. */
export interface ProtocolDefinition<
  State extends object,
  Message extends object,
  Bug extends string,
> {
  /** Its name in reports, configs and `--protocol`. */
  readonly name: string;
  /** What can be injected: each bug with the rule that it breaks. None when left out. */
  readonly bugs?: Readonly<Record<Bug, string>>;
  /**
   * The bugs that no law of `twins-bft/testing` finds: each needs a scenario of its own, or shows
   * nowhere. Every other bug must break a law. None when left out.
   */
  readonly undetected?: readonly Bug[];
  /** The protocol with these bugs in it; none: the correct one. */
  create(bugs: readonly Bug[]): Protocol<State, Message>;
}

/** Defines a protocol: the default export of its module. */
export function defineProtocol<
  State extends object,
  Message extends object,
  Bug extends string = never,
>(definition: ProtocolDefinition<State, Message, Bug>): ProtocolModule {
  const bugs: Readonly<Record<string, string>> = definition.bugs ?? {};
  const isBug = (name: string): name is Bug => Object.hasOwn(bugs, name);
  return {
    name: definition.name,
    bugs,
    ...(definition.undetected && { undetected: definition.undetected }),
    create(names) {
      const known = names.filter(isBug);
      invariant(known.length === names.length, "only known bugs are injected", { names });
      return definition.create(known);
    },
  };
}
