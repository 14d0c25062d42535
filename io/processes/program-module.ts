/** A protocol whose replicas run in a program, as a module that the tools can use. */
import { UNIVERSAL } from "../../lib/properties/all.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import type { Promises, AnyProtocol, Protocol } from "../../lib/protocol/protocol.js";
import { RemoteFailure } from "../../lib/protocol/host/remote.js";
import { quorumSize } from "../../lib/protocol/validators.js";
import { InputError, isValue, itemOf, oneOf } from "../../lib/scenario/input/problem.js";
import { promised } from "../../lib/properties/all.js";
import { onExit } from "./on-exit.js";
import { programText } from "./command-line.js";
import type { ProgramCommand } from "./command-line.js";
import { ProgramHost } from "./host.js";
import { checkedResult, METHOD_NOT_FOUND, ProgramError } from "./program.js";
import { RemoteReplicas } from "./replicas.js";
import type { RemoteState } from "./replicas.js";
import { QUORUM } from "./wire.js";
import type { Initialized } from "./wire.js";

/**
 * Starts a program, and asks what it is. It runs until the end of this thread. Throws
 * {@link InputError}.
 */
export function programModule(command: ProgramCommand, seconds: number): ProtocolModule {
  const source = programText(command.exec);
  const host = new ProgramHost(command, seconds);
  onExit(() => {
    host.close();
  });
  const said = asInput(source, () => host.initialize());
  const { name, bugs = {}, undetected = [], keepsMessages } = said;
  const properties = judgedProperties(said, source);
  const quorums = new Map<string, number>();
  const quorum = (replicas: number, faulty: number): number => {
    const key = `${replicas} ${faulty}`;
    const known = quorums.get(key) ?? asInput(source, () => quorumOf(host, replicas, faulty));
    quorums.set(key, known);
    return known;
  };
  return {
    name,
    bugs,
    undetected,
    create: (names): AnyProtocol =>
      protocolIn(said, {
        replicas: new RemoteReplicas(host, names, keepsMessages),
        properties,
        quorum,
      }),
  };
}

interface Parts {
  readonly replicas: RemoteReplicas;
  readonly properties: readonly AnyProperty[] | undefined;
  readonly quorum: (replicas: number, faulty: number) => number;
}

function protocolIn(
  { name, messageTypes, promises }: Initialized,
  { replicas, properties, quorum }: Parts,
): AnyProtocol {
  const protocol: Protocol<RemoteState, object> = {
    name,
    messageTypes: messageTypes as AnyProtocol["messageTypes"],
    ...(promises && { promises: promises as Promises }),
    ...(properties && { properties }),
    quorum,
    remote: replicas,
    init: () => replicas.init(),
    handle: (state, event) => replicas.handle(state, event),
    progress: (state) => replicas.progress(state),
    view: ({ view }) => view,
    describe(message) {
      const description = replicas.describe(message);
      if (description === undefined) throw new RemoteFailure("a message that nobody sent");
      return description;
    },
  };
  return protocol;
}

/** The quorum that the program names, or the common one. */
function quorumOf(host: ProgramHost, replicas: number, faulty: number): number {
  const params = JSON.stringify({ replicas, faulty });
  try {
    return checkedResult(QUORUM, host.ask({ method: "quorum", params }));
  } catch (error) {
    if (error instanceof ProgramError && error.code === METHOD_NOT_FOUND) {
      return quorumSize(replicas, faulty);
    }
    throw error;
  }
}

/** The properties that a program names; undefined if it names none. */
function judgedProperties(
  { properties: names, promises = {} }: Initialized,
  source: string,
): readonly AnyProperty[] | undefined {
  if (names === undefined) return undefined;
  const known = new Map(UNIVERSAL.map((property) => [property.name, property]));
  const problems = names.flatMap((name, index) =>
    known.has(name)
      ? []
      : [
          {
            path: itemOf("properties", index),
            wrong: isValue(name),
            allowed: oneOf([...known.keys()]),
          },
        ],
  );
  if (problems.length > 0) throw new InputError(problems, source);
  const chosen = UNIVERSAL.filter(({ name }) => names.includes(name));
  return [...chosen, ...promised(promises as Promises)];
}

/** Does some work with a program before any run; its failure is a problem of the input. */
function asInput<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    throw new InputError([{ path: "", wrong: error.message }], source);
  }
}
