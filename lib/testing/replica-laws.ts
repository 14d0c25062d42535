/** Laws of one replica, which is given random sequences of events. */
import type { Effect } from "../protocol/host/effect.js";
import type { BlockId, ReplicaId } from "../protocol/ids.js";
import { canonicalText } from "../explore/canonical.js";
import { clone } from "../explore/clone.js";
import type { Protocol } from "../protocol/protocol.js";
import { freeze } from "../simulation/checks/freeze.js";
import { step } from "../protocol/step.js";
import type { Law } from "./law.js";
import { alongSequences, conversation, messagesIn, twiceAlongSequences } from "./sequences.js";
import { TestReplica } from "./test-replica.js";
import type { SentMessage } from "./test-replica.js";

export const sameEvents: Law = {
  name: "same events, same effects",
  check(protocol) {
    twiceAlongSequences(protocol, conversation(protocol), (first, second) =>
      first === second ? undefined : `effects differ: ${first}, and again ${second}`,
    );
  },
};

export const copies: Law = {
  name: "a copy of the state, and step, do as handle does",
  needsState: true,
  check(protocol) {
    alongSequences(protocol, conversation(protocol), () => {
      let before: object | undefined;
      const other = new TestReplica(protocol);
      const { spec } = other.node;
      return (event, effects, { node }) => {
        const stepped = step(protocol, other.node.state, event, spec.context);
        const copied = clone(other.node.state);
        const fromCopy = canonicalText(protocol.handle(copied, event, spec.context));
        other.handle(event);
        before = other.node.state;
        const expected = canonicalText(effects);
        if (canonicalText(stepped.effects) !== expected) return "step has other effects";
        if (fromCopy !== expected) return "a copy of the state has other effects";
        const state = canonicalText(node.state);
        if (canonicalText(stepped.state) !== state) return "step leads to another state";
        if (canonicalText(copied) !== state) return "a copy of the state becomes another state";
        return canonicalText(before) === state ? undefined : "the same events, another state";
      };
    });
  },
};

export const measuresProgress: Law = {
  name: "progress changes with each change of the state",
  needsState: true,
  check(protocol) {
    if (protocol.progress === undefined) return;
    const said = conversation(protocol);
    alongSequences(protocol, said, () => {
      let before: { readonly state: string; readonly progress: string } | undefined;
      return (_, __, { node }) => {
        const earlier = before;
        const state = canonicalText(node.state);
        const progress = canonicalText(protocol.progress?.(node.state));
        before = { state, progress };
        if (progress !== earlier?.progress || state === earlier.state) return undefined;
        return `progress stays ${progress}; the state was ${earlier.state}, and became ${state}`;
      };
    });
  },
};

export const refusals: Law = {
  name: "no message makes it throw, be it junk, repeated, out of order or a stranger's",
  check: (protocol) => {
    alongSequences(protocol, conversation(protocol), () => () => undefined);
  },
};

export const signsOnce: Law = {
  name: "it signs one value in a slot",
  check(protocol) {
    alongSequences(protocol, conversation(protocol), () => {
      const signed = new Map<string, BlockId | null>();
      return (_, effects, { node }) => {
        for (const { slot, value } of signedIn(protocol, effects, node.spec.info.replica)) {
          const earlier = signed.get(slot);
          if (earlier !== undefined && earlier !== value) {
            return `${slot}: signs ${value}, after ${earlier}`;
          }
          signed.set(slot, value);
        }
        return undefined;
      };
    });
  },
};

const signedIn = <S extends object, M extends object>(
  protocol: Protocol<S, M>,
  effects: readonly Effect<M>[],
  self: ReplicaId,
) =>
  messagesIn(effects).flatMap((message) => {
    const { sender, signs = [] } = protocol.describe(message);
    return sender === self ? signs : [];
  });

export const leavesMessages: Law = {
  name: "it leaves what it receives as it is",
  check(protocol) {
    const said = conversation(protocol).map(frozen);
    const texts = new Map(said.map(({ message }) => [message, canonicalText(message)]));
    alongSequences(protocol, said, () => (event) => {
      const before = event.kind === "message" ? texts.get(event.message) : undefined;
      if (event.kind !== "message" || before === undefined) return undefined;
      const after = canonicalText(event.message);
      return after === before ? undefined : `the message was ${before}, and became ${after}`;
    });
  },
};

const frozen = <M extends object>({ from, message }: SentMessage<M>): SentMessage<M> => {
  freeze(message);
  return { from, message };
};
