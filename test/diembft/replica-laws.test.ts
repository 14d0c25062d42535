/** Invariants of a replica under random sequences of events. */
import { expect } from "chai";
import fc from "fast-check";
import type { DiemMessage } from "../../lib/protocols/diembft/messages/messages.js";
import { diembft } from "../../lib/protocols/diembft/protocol.js";
import { correctRules } from "../../lib/protocols/diembft/rules.js";
import { isRetry } from "../../lib/protocols/diembft/sync.js";
import { isConsensusState } from "../../lib/protocols/diembft/durability/durable.js";
import type { DiemState } from "../../lib/protocols/diembft/state.js";
import { verifyMessage } from "../../lib/protocols/diembft/messages/verify.js";
import type { ReplicaContext } from "../../lib/protocol/host/context.js";
import type { Effect } from "../../lib/protocol/host/effect.js";
import type { Event } from "../../lib/protocol/host/event.js";
import { histories } from "./support/history.js";
import { eventsOf, host, eventSequences } from "./support/event-sequences.js";

type Effects = readonly Effect<DiemMessage>[];

/** One event in a replica's life, as its witnesses see it. */
interface StepObservation {
  readonly event: Event<DiemMessage>;
  readonly effects: Effects;
  readonly state: DiemState;
  readonly context: ReplicaContext;
}

/** A law that looks at one life: made anew for each, told of every moment. */
type Law = () => (step: StepObservation) => void;

const protocol = diembft();

const sent = (effects: Effects): readonly DiemMessage[] =>
  effects.flatMap((effect) =>
    effect.kind === "send" || effect.kind === "broadcast" ? [effect.message] : [],
  );

/** Says that numbers only rise, from call to call. */
function rising(what: string): (value: number) => void {
  let last = 0;
  return (value) => {
    expect(value, what).to.be.greaterThan(last);
    last = value;
  };
}

const LAWS: Readonly<Record<string, Law>> = {
  "whatever it sends passes the stateless door":
    () =>
    ({ effects, state, context }) => {
      const verification = { rules: correctRules, genesis: state.genesis };
      for (const message of sent(effects)) {
        const fresh = { ...context, memo: new Map<object, string>() };
        expect(verifyMessage({ ...verification, context: fresh }, message)).to.equal(message);
      }
    },

  "it votes in rising rounds, and never up to a round that it gave up": () => {
    const voted = rising("a vote's round");
    let givenUp = 0;
    return ({ effects }) => {
      for (const message of sent(effects)) {
        if (message.kind === "timeout") givenUp = Math.max(givenUp, message.tmoInfo.round);
        if (message.kind !== "vote") continue;
        voted(message.voteInfo.round);
        expect(message.voteInfo.round).to.be.greaterThan(givenUp);
      }
    };
  },

  "it saves its rounds before a vote or a timeout leaves":
    () =>
    ({ effects }) => {
      let saved = 0;
      for (const effect of effects) {
        if (effect.kind === "persist" && isConsensusState(effect.durable)) {
          saved = effect.durable.highestVoteRound;
        }
        if (effect.kind !== "send" && effect.kind !== "broadcast") continue;
        const { message } = effect;
        if (message.kind === "vote") expect(message.voteInfo.round).to.equal(saved);
        if (message.kind === "timeout") expect(message.tmoInfo.round).to.equal(saved);
      }
    },

  "it proposes at most once a round": () => {
    const proposed = rising("a proposal's round");
    return ({ effects }) => {
      for (const message of sent(effects)) {
        if (message.kind === "proposal") proposed(message.block.round);
      }
    };
  },

  "it forms a QC once for each block, and a TC once for each round": () => {
    const formed = new Set<string>();
    return ({ effects }) => {
      for (const effect of effects) {
        if (effect.kind !== "certified") continue;
        const { certificate } = effect;
        const what = certificate.value ?? String(certificate.round);
        expect(formed.has(what), what).to.equal(false);
        formed.add(what);
      }
    };
  },

  "it enters rising rounds, always above its high QC": () => {
    const entered = rising("a round entered");
    return ({ effects, state }) => {
      for (const effect of effects) if (effect.kind === "entered") entered(effect.round);
      const { highQc, highCommitQc } = state.blockTree;
      expect(state.pacemaker.currentRound).to.be.greaterThan(highQc.round);
      expect(highQc.round).to.be.at.least(highCommitQc.round);
      expect(highQc.round).to.be.at.least(state.safety.highestQcRound);
    };
  },

  "it commits one chain, block on block": () => {
    let last: string | undefined;
    return ({ effects, state }) => {
      for (const effect of effects) {
        if (effect.kind !== "commit") continue;
        expect(effect.entry.parent).to.equal(last ?? state.genesis.id);
        last = effect.entry.id;
      }
      expect(state.ledger.root.id).to.equal(last ?? state.genesis.id);
    };
  },

  "what is pending hangs together above the committed root, each block executed":
    () =>
    ({ state }) => {
      const { blockTree, ledger } = state;
      for (const block of blockTree.pendingBlocks.values()) {
        const hangs =
          block.parentId === ledger.root.id || blockTree.pendingBlocks.has(block.parentId);
        expect(hangs).to.equal(true);
        expect(block.round).to.be.greaterThan(ledger.root.round);
        expect(ledger.pendingStates.has(block.id)).to.equal(true);
      }
      expect(ledger.pendingStates.size).to.equal(blockTree.pendingBlocks.size);
    },

  "it asks only for what it lacks, and each sync has its timer": () => {
    const timers = new Set<string>();
    return ({ effects, state, event }) => {
      if (event.kind === "timer" && isRetry(event.timer)) timers.delete(event.timer.block);
      for (const effect of effects) {
        if (effect.kind === "start-timer" && isRetry(effect.timer)) {
          timers.add(effect.timer.block);
        }
        if (effect.kind === "stop-timer" && isRetry(effect.timer)) {
          timers.delete(effect.timer.block);
        }
      }
      expect([...state.sync.wanted.keys()]).to.have.members([...timers]);
      for (const [id, { qc }] of state.sync.wanted) {
        expect(state.blockTree.pendingBlocks.has(id)).to.equal(false);
        expect(qc.round).to.be.greaterThan(state.ledger.root.round);
      }
    };
  },

  "a message that comes twice does nothing the second time":
    () =>
    ({ event, state, context }) => {
      if (event.kind !== "message") return;
      const before = protocol.progress(state);
      const again = protocol.handle(state, event, context);
      expect(protocol.progress(state)).to.deep.equal(before);
      const done = again.filter(({ kind }) => kind !== "decided" && kind !== "refused");
      const answers = sent(done).filter(({ kind }) => kind === "sync-response");
      expect(done).to.have.length(answers.length);
    },
};

describe("a replica, whatever comes in whatever order", () => {
  const pasts = histories();

  for (const [says, law] of Object.entries(LAWS)) {
    it(says, () => {
      fc.assert(
        fc.property(fc.constantFrom(...pasts.keys()), eventSequences, (which, sequence) => {
          const past = pasts[which];
          if (past === undefined) return;
          const { context, append } = host(past, sequence.self);
          const state = protocol.init(context);
          const check = law();
          for (const event of eventsOf(past, sequence, () => state)) {
            const effects = protocol.handle(state, event, context);
            append(effects);
            check({ event, effects, state, context });
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});
