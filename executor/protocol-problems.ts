/** Finds names in a config or scenario that the protocol does not define. */
import { MessageWords } from "../lib/protocol/message-words.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import { propertiesOf } from "../lib/properties/all.js";
import type { RoundConfiguration } from "../lib/scenario/model.js";
import { isValue, itemOf, oneOf } from "../lib/scenario/problem.js";
import type { Problem } from "../lib/scenario/problem.js";

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
