/** The law of `describe`: it is a function of the message, and tells who signs it. */
import { canonicalText } from "../explore/canonical.js";
import type { Protocol } from "../protocol/protocol.js";
import type { Law } from "./law.js";
import { alongSequences, conversation, messagesIn } from "./sequences.js";
import type { Watch } from "./sequences.js";

export const describes: Law = {
  name: "describe tells who signs a message, and the same each time",
  check(protocol) {
    alongSequences(protocol, conversation(protocol), () => watchDescriptions(protocol));
  },
};

/** A message with its description when it was sent. */
interface Described<M> {
  readonly message: M;
  readonly first: string;
}

function watchDescriptions<S extends object, M extends object>(
  protocol: Protocol<S, M>,
): Watch<S, M> {
  const received = new Set<string>();
  let earlier: readonly Described<M>[] = [];
  const textOf = (message: M): string => canonicalText(protocol.describe(message));
  return (event, effects, { node }) => {
    if (event.kind === "message") {
      for (const signed of statementsOf(protocol, event.message)) received.add(signed);
    }
    const own = messagesIn(effects).map((message) => ({ message, first: textOf(message) }));
    for (const { message, first } of [...earlier, ...own]) {
      const again = textOf(message);
      if (again !== first) return `describe says ${first} of a message, and later ${again}`;
    }
    earlier = own;
    const { replica: self } = node.spec.info;
    for (const { message } of own) {
      const { type, sender } = protocol.describe(message);
      if (sender === self) continue;
      if (statementsOf(protocol, message).every((signed) => received.has(signed))) continue;
      return `it sends ${type} with ${sender} as the signer of what ${sender} never sent`;
    }
    return undefined;
  };
}

/** What a message signs, and in whose name; nothing for one that `describe` refuses. */
function statementsOf<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  message: M,
): readonly string[] {
  try {
    const { sender, signs = [] } = protocol.describe(message);
    return signs.map((signed) => canonicalText([sender, signed]));
  } catch {
    return [];
  }
}
