/** Laws that every protocol obeys, for any test runner: each throws when it is broken. */
import fc from "fast-check";
import type { Effect } from "../protocol/effect.js";
import type { Event } from "../protocol/event.js";
import type { BlockId, ReplicaId } from "../protocol/ids.js";
import { canonicalText } from "../explore/canonical.js";
import { clone } from "../explore/clone.js";
import type { Protocol } from "../protocol/protocol.js";
import { step } from "../protocol/step.js";
import { eventSequences, smallScenarios } from "./arbitraries.js";
import { REPLICAS, runSmall } from "./small-world.js";
import { QUIET, TestReplica } from "./test-replica.js";
import type { SentMessage } from "./test-replica.js";

/** A law is broken: what is wrong, and the shortest events that were found to show it. */
export class BrokenLaw extends Error {
  readonly events: readonly string[];

  constructor(problem: string, events: readonly string[]) {
    super([problem, ...events.map((event, at) => `  ${at + 1}. ${event}`)].join("\n"));
    this.name = "BrokenLaw";
    this.events = events;
  }
}

/** Something that must hold for every protocol. */
export interface Law {
  readonly name: string;
  /** @throws {BrokenLaw} */
  check<S extends object, M extends object>(protocol: Protocol<S, M>): void;
}

const SEED = 20210817;
const SEQUENCES = 20;
const SCENARIOS = 1000;

type Watch<S extends object, M extends object> = (
  event: Event<M>,
  effects: readonly Effect<M>[],
  replica: TestReplica<S, M>,
) => string | undefined;

/** All that replicas say in a run without faults. */
function conversation<S extends object, M extends object>(
  protocol: Protocol<S, M>,
): SentMessage<M>[] {
  const said: SentMessage<M>[] = [];
  runSmall(protocol, QUIET, (from, message) => said.push({ from, message }));
  return said;
}

/** Gives a replica random events, and tells a watch, made anew for each sequence, of each. */
function alongSequences<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  said: readonly SentMessage<M>[],
  watching: () => Watch<S, M>,
): void {
  assertLaw(eventSequences, SEQUENCES, (sequence) => {
    const replica = new TestReplica(protocol);
    const watch = watching();
    const events: string[] = [];
    const give = (event: Event<M>): void => {
      events.push(replica.wordsOf(event));
      const problem = watch(
        event,
        attempt(events, () => replica.handle(event)),
        replica,
      );
      if (problem !== undefined) throw new BrokenLaw(problem, events);
    };
    give({ kind: "start" });
    for (const planned of sequence) {
      const event = replica.eventOf(planned, said);
      if (event !== undefined) give(event);
    }
  });
}

/** What is done; what it throws breaks the law. */
function attempt<T>(events: readonly string[], doing: () => T): T {
  try {
    return doing();
  } catch (error) {
    throw new BrokenLaw(error instanceof Error ? error.message : String(error), events);
  }
}

/** Throws what the smallest value throws that was found to break the law. */
function assertLaw<T>(values: fc.Arbitrary<T>, numRuns: number, law: (value: T) => void): void {
  const details = fc.check(fc.property(values, law), { numRuns, seed: SEED });
  if (details.failed) throw details.errorInstance;
}

const sameEvents: Law = {
  name: "same events, same effects",
  check(protocol) {
    const said = conversation(protocol);
    alongSequences(protocol, said, () => {
      const again = new TestReplica(protocol);
      return (event, effects) => {
        const first = canonicalText(effects);
        const second = canonicalText(again.handle(event));
        return first === second ? undefined : `effects differ: ${first}, and again ${second}`;
      };
    });
  },
};

const copies: Law = {
  name: "a copy of the state, and step, do as handle does",
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

const refusals: Law = {
  name: "no message makes it throw, be it junk, repeated, out of order or a stranger's",
  check: (protocol) => {
    alongSequences(protocol, conversation(protocol), () => () => undefined);
  },
};

const signsOnce: Law = {
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
  effects.flatMap((effect) => {
    if (effect.kind !== "send" && effect.kind !== "broadcast") return [];
    const { sender, signs = [] } = protocol.describe(effect.message);
    return sender === self ? signs : [];
  });

const leavesMessages: Law = {
  name: "it leaves what it receives as it is",
  check(protocol) {
    const said = conversation(protocol);
    alongSequences(protocol, said.map(frozen), () => () => undefined);
  },
};

const frozen = <M extends object>({ from, message }: SentMessage<M>): SentMessage<M> => {
  freeze(message);
  return { from, message };
};

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}

const commits: Law = {
  name: "where nothing is wrong it commits as soon as it promises",
  check(protocol) {
    const { recoversIn } = protocol.promises ?? {};
    const { outcome, observed } = runSmall(protocol, QUIET);
    const { ending } = outcome;
    if (ending.kind === "crashed") throw new BrokenLaw(`${ending.node}: ${ending.error}`, []);
    if (recoversIn === undefined) return;
    for (const replica of REPLICAS) {
      let rounds = 0;
      const own = observed.filter(({ node }) => node.replica === replica);
      const first = own.find((event) => {
        if (event.kind === "entered") rounds = Math.max(rounds, event.round);
        return event.kind === "committed";
      });
      if (first !== undefined && rounds <= recoversIn + 1) continue;
      const late = first === undefined ? "nothing" : `only in round ${rounds}`;
      throw new BrokenLaw(`${replica} commits ${late}; promised: within ${recoversIn} rounds`, []);
    }
  },
};

const correct: Law = {
  name: "it is correct in 1,000 small scenarios",
  check(protocol) {
    assertLaw(smallScenarios, SCENARIOS, (scenario) => {
      const { outcome, verdicts } = runSmall(protocol, scenario);
      const { ending } = outcome;
      const found = [...verdicts].flatMap(([name, verdict]) =>
        verdict.status === "violated" ? [`${name}: ${verdict.witness.explanation.join("; ")}`] : [],
      );
      if (ending.kind === "crashed") found.push(`${ending.node} crashed: ${ending.error}`);
      if (found.length > 0) throw new BrokenLaw(found.join("; "), [JSON.stringify(scenario)]);
    });
  },
};

/** All laws, in the order of reports. */
export const laws: readonly Law[] = [
  sameEvents,
  copies,
  refusals,
  signsOnce,
  leavesMessages,
  commits,
  correct,
];
