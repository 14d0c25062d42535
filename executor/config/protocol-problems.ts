/** What of a config or a scenario does not fit the protocol that is to be run. */
import { moduleOf } from "../../io/protocols/choose.js";
import { MessageWords } from "../../lib/protocol/message-words.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { propertiesOf } from "../../lib/properties/all.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { isValue, itemOf, oneOf } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { bugsOf } from "../../lib/scenario/protocol-fields.js";
import type { RunConfig } from "./config.js";
import { unknownSubjects } from "./property-selection.js";
import { protocolOf } from "../run/run-case.js";
import type { Options } from "../session.js";

/** Drops of messages that the protocol does not send. `path` is that of the list of rounds. */
export function unknownMessages(
  rounds: readonly RoundConfiguration[],
  { messageTypes }: AnyProtocol,
  path: string,
): readonly Problem[] {
  const { all } = new MessageWords(messageTypes);
  return rounds.flatMap(({ drops }, round) =>
    drops.flatMap(({ type }, index) => {
      if (all.includes(type)) return [];
      const place = `${itemOf(path, round)}.${itemOf("drops", index)}.type`;
      return [{ path: place, wrong: isValue(type), allowed: oneOf(all) }];
    }),
  );
}

/** Names of properties by which the protocol is not judged. `path` is that of their list. */
export function unknownProperties(
  names: readonly string[],
  protocol: AnyProtocol,
  path: string,
): readonly Problem[] {
  const known = propertiesOf(protocol).map(({ name }) => name);
  return names.flatMap((name, index) => {
    if (known.includes(name)) return [];
    return [{ path: itemOf(path, index), wrong: isValue(name), allowed: oneOf(known) }];
  });
}

/** Bugs and properties of the command line that the protocol of the run does not have. */
export function unknownNames(run: RunConfig, { bug, property }: Options): readonly Problem[] {
  const module = moduleOf(run);
  if (module === undefined) return [];
  return [
    ...unknownBugNames(bug, module),
    ...unknownSubjects(protocolOf(run), property),
  ];
}

/** Names given with --bug that are no bugs of the protocol. */
export const unknownBugNames = (
  names: readonly string[],
  module: ProtocolModule,
): readonly Problem[] =>
  names.flatMap((name) =>
    Object.hasOwn(module.bugs, name)
      ? []
      : [{ path: "--bug", wrong: isValue(name), allowed: bugsOf(module) }],
  );
