/** Gives a replica random sequences of events while a law watches. */
import type { Effect } from "../protocol/host/effect.js";
import type { Event } from "../protocol/host/event.js";
import { canonicalText } from "../explore/canonical.js";
import type { Protocol } from "../protocol/protocol.js";
import type { PlannedEvent } from "./arbitraries.js";
import { eventSequences } from "./arbitraries.js";
import { assertLaw, BrokenLaw } from "./law.js";
import { QUIET, runSmall } from "./small-world.js";
import { TestReplica } from "./test-replica.js";
import type { SentMessage } from "./test-replica.js";

const SEQUENCES = 20;

/** What a law looks at, event by event: a problem, or undefined. */
export type Watch<S extends object, M extends object> = (
  event: Event<M>,
  effects: readonly Effect<M>[],
  replica: TestReplica<S, M>,
) => string | undefined;

/** All that replicas say in a run without faults. */
export function conversation<S extends object, M extends object>(
  protocol: Protocol<S, M>,
): SentMessage<M>[] {
  const said: SentMessage<M>[] = [];
  runSmall(protocol, QUIET, (from, message) => said.push({ from, message }));
  return said;
}

/** Gives a replica random events, and tells a watch, made anew for each sequence, of each. */
export function alongSequences<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  said: readonly SentMessage<M>[],
  watching: () => Watch<S, M>,
): void {
  assertLaw(eventSequences, SEQUENCES, (sequence) => {
    play(new TestReplica(protocol), said, sequence, watching());
  });
}

/** Gives two replicas, one after the other, the same random events, and compares their answers. */
export function twiceAlongSequences<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  said: readonly SentMessage<M>[],
  difference: (first: string, second: string) => string | undefined,
): void {
  assertLaw(eventSequences, SEQUENCES, (sequence) => {
    const answers: string[] = [];
    play(new TestReplica(protocol), said, sequence, (_, effects) => {
      answers.push(canonicalText(effects));
      return undefined;
    });
    let at = 0;
    play(new TestReplica(protocol), said, sequence, (_, effects) =>
      difference(answers[at++] ?? "none", canonicalText(effects)),
    );
  });
}

/** Gives a replica a sequence of events, while a watch is told of each. */
function play<S extends object, M extends object>(
  replica: TestReplica<S, M>,
  said: readonly SentMessage<M>[],
  sequence: readonly PlannedEvent[],
  watch: Watch<S, M>,
): void {
  const events: string[] = [];
  const give = (event: Event<M>): void => {
    events.push(replica.wordsOf(event));
    const problem = attempt(events, () => watch(event, replica.handle(event), replica));
    if (problem !== undefined) throw new BrokenLaw(problem, events);
  };
  give({ kind: "start" });
  for (const planned of sequence) {
    const event = replica.eventOf(planned, said);
    if (event !== undefined) give(event);
  }
}

/** What is done; what it throws breaks the law. */
function attempt<T>(events: readonly string[], doing: () => T): T {
  try {
    return doing();
  } catch (error) {
    throw new BrokenLaw(error instanceof Error ? error.message : String(error), events);
  }
}

/** The messages that a replica sends. */
export const messagesIn = <M extends object>(effects: readonly Effect<M>[]): readonly M[] =>
  effects.flatMap((effect) =>
    effect.kind === "send" || effect.kind === "broadcast" ? [effect.message] : [],
  );
