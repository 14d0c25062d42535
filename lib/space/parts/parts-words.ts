/** What a generator config asks of a protocol that it does not have, in the keys of version 2. */
import { MessageWords } from "../../protocol/message-words.js";
import type { AnyProtocol } from "../../protocol/protocol.js";
import { isValue, itemOf, oneOf } from "../../scenario/input/problem.js";
import type { Problem } from "../../scenario/input/problem.js";
import { wellFormed } from "../../scenario/input/zod-problems.js";
import { PARTS_FIELDS } from "./parts-config.js";

type Fields = Readonly<Record<string, unknown>>;

/** Words for messages that the protocol does not know, types of which one means the other. */
export function unfitParts(document: Fields, protocol: AnyProtocol): readonly Problem[] {
  const phases = wellFormed(PARTS_FIELDS.phases, document["phases"]) ?? [];
  const hears = wellFormed(PARTS_FIELDS.hears, document["hears"]) ?? [];
  const exceptions = wellFormed(PARTS_FIELDS.exceptions, document["exceptions"]);
  const delays = wellFormed(PARTS_FIELDS.delays, document["delays"]);
  const restarts = wellFormed(PARTS_FIELDS.restarts, document["restarts"]);
  const words = new MessageWords(protocol.messageTypes);
  return [
    ...phases.flatMap(({ of }, at) => unknown(of, `${itemOf("phases", at)}.of`, words)),
    ...hears.flatMap(({ of }, at) => unknown(of, `${itemOf("hears", at)}.of`, words)),
    ...types("exceptions.types", exceptions?.types ?? [], protocol),
    ...types("delays.types", delays?.types ?? [], protocol),
    ...(protocol.durability === undefined && restarts?.states.includes("durable") === true
      ? [
          {
            path: "restarts.states",
            wrong: `has "durable", and ${protocol.name} has no durability`,
            allowed: '["none"]',
          },
        ]
      : []),
  ];
}

const unknown = (word: string, path: string, { all }: MessageWords): readonly Problem[] =>
  all.includes(word) ? [] : [{ path, wrong: isValue(word), allowed: oneOf(all) }];

function types(
  path: string,
  list: readonly string[],
  { messageTypes }: AnyProtocol,
): readonly Problem[] {
  const words = new MessageWords(messageTypes);
  return list.flatMap((word, at) => {
    const place = itemOf(path, at);
    if (!words.all.includes(word)) return unknown(word, place, words);
    const other = list.find((each) => each !== word && words.means(each, word));
    return other === undefined
      ? []
      : [
          {
            path: place,
            wrong: `${isValue(word)}, which "${other}" covers`,
            allowed: "one of them",
          },
        ];
  });
}
