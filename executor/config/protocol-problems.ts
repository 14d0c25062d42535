/** What of a config or a scenario does not fit the protocol that is to be run. */
import { moduleOf } from "../../io/protocols/choose.js";
import { MessageWords } from "../../lib/protocol/message-words.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { propertiesOf } from "../../lib/properties/all.js";
import { usesVersion2 } from "../../lib/scenario/model.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { isValue, itemOf, oneOf } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { bugsOf } from "../../lib/scenario/protocol-fields.js";
import type { RunConfig } from "./config.js";
import { unknownSubjects } from "./property-selection.js";
import { protocolOf } from "../run/run-case.js";
import type { Options } from "../session.js";

/**
 * What rounds ask of a protocol that it does not have: messages that it does not send, restarts
 * that it cannot survive. `path` is that of the list of rounds.
 */
export function unfitRounds(
  rounds: readonly RoundConfiguration[],
  protocol: AnyProtocol,
  path: string,
): readonly Problem[] {
  const { all } = new MessageWords(protocol.messageTypes);
  return rounds.flatMap((round, index) => {
    const place = itemOf(path, index);
    if (round.drops.length === 0 && !usesVersion2(round)) return [];
    return [
      ...wordsIn(round).flatMap(([at, word]) =>
        all.includes(word)
          ? []
          : [{ path: `${place}.${at}`, wrong: isValue(word), allowed: oneOf(all) }],
      ),
      ...unfitRestarts(round, protocol, place),
    ];
  });
}

/** The words for messages of a round, each with its place. */
const wordsIn = ({
  phases = [],
  hears = [],
  drops,
  exceptions = [],
}: RoundConfiguration): readonly (readonly [string, string])[] => [
  ...phases.map(({ of }, index) => [`${itemOf("phases", index)}.of`, of] as const),
  ...hears.map(({ of }, index) => [`${itemOf("hears", index)}.of`, of] as const),
  ...drops.map(({ type }, index) => [`${itemOf("drops", index)}.type`, type] as const),
  ...exceptions.flatMap(({ types }, index) =>
    types.map(
      (type, each) => [itemOf(`${itemOf("exceptions", index)}.types`, each), type] as const,
    ),
  ),
];

function unfitRestarts(
  { restarts = [] }: RoundConfiguration,
  { name, durability }: AnyProtocol,
  place: string,
): readonly Problem[] {
  if (durability !== undefined) return [];
  return restarts.flatMap(({ state }, index) => {
    if (state !== "durable") return [];
    const wrong = `is "durable", and ${name} has no durability: nothing of it can be restored`;
    return [{ path: `${place}.${itemOf("restarts", index)}.state`, wrong, allowed: '"none"' }];
  });
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

/** Bugs and properties that the command line asks for and the protocol of the run does not have. */
export function unknownNames(run: RunConfig, options: Options): readonly Problem[] {
  const module = moduleOf(run);
  if (module === undefined) return [];
  const protocol = protocolOf(run);
  const { bug, property, find } = options;
  return [
    ...withoutBugs(module, options),
    ...unknownBugNames(bug, module),
    ...unknownSubjects(protocol, "--property", property),
    ...(typeof find === "string" ? unknownSubjects(protocol, "--find", [find]) : []),
  ];
}

/** A gauntlet without bugs would show nothing. */
function withoutBugs(
  { name, bugs }: ProtocolModule,
  { gauntlet, mutate }: Options,
): readonly Problem[] {
  if ((gauntlet !== true && mutate === undefined) || Object.keys(bugs).length > 0) return [];
  const path = mutate === undefined ? "--gauntlet" : "--mutate";
  return [
    { path, wrong: `is for ${name}, which declares no bugs`, allowed: "a protocol with bugs" },
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
