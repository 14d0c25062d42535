/** Which messages generated scenarios may lose: by whichever words, and whose words these are. */
import { ANY_MESSAGE, MessageWords } from "../../protocol/message-words.js";
import type { AnyProtocol } from "../../protocol/protocol.js";
import { isValue, itemOf, oneOf } from "../../scenario/input/problem.js";
import type { Problem } from "../../scenario/input/problem.js";
import { problemsIn } from "../../scenario/input/problems.js";

/** What is dropped unless a config says otherwise, in the order in which it is chosen. */
export const DEFAULT_DROP_TYPES: readonly string[] = ["proposal", "timeout", "vote", ANY_MESSAGE];

type Fields = Readonly<Record<string, unknown>>;

const PATH = "drops.types";

/** Words for what is dropped that a protocol does not have, or of which one means the other. */
export function unknownDropTypes(drops: unknown, protocol: AnyProtocol): readonly Problem[] {
  const { types, limit = 1 } = (drops ?? {}) as Fields;
  const { messageTypes } = protocol;
  const { all } = new MessageWords(messageTypes);
  if (types === undefined) {
    const missing = DEFAULT_DROP_TYPES.filter((word) => !all.includes(word));
    if (limit === 1 || missing.length === 0) return [];
    const wrong = `is missing, and ${protocol.name} sends no ${missing.join(", no ")}`;
    return [{ path: PATH, wrong, allowed: `a list of ${all.join(", ")}` }];
  }
  if (!Array.isArray(types)) return [];
  const words: readonly unknown[] = types;
  return problemsIn(words, (word, index) => {
    const path = itemOf(PATH, index);
    if (typeof word !== "string") return [];
    if (!all.includes(word)) return [{ path, wrong: isValue(word), allowed: oneOf(all) }];
    const phase = messageTypes.find(({ type }) => type === word)?.phase;
    if (phase === undefined || phase === word || !words.includes(phase)) return [];
    const wrong = `${isValue(word)}, which is of the phase "${phase}"`;
    return [{ path, wrong, allowed: "a phase, or types of it" }];
  });
}
