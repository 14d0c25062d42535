/** What a remote protocol is told to expect is what it handles next, in order. */
import { expect } from "chai";
import fc from "fast-check";
import type { Remote } from "../../lib/protocol/host/remote.js";
import {
  broadcast,
  enter,
  nameOf,
  runToys,
  send,
  startRetry,
  startTimer,
  stopRetry,
} from "./toy.js";
import type { Behaviour, Note, ToyEffects, ToyState } from "./toy.js";

interface Lookahead {
  /** Each list of events that was announced at once: `<time> <node> <what>`. */
  readonly announced: readonly (readonly string[])[];
  readonly happened: readonly string[];
}

/** Runs toys as a remote protocol. */
function lookAhead(nodes: string, behave: Behaviour, events = 1000): Lookahead {
  const announced: string[][] = [];
  const remote: Remote<ToyState, Note> = {
    begin: () => undefined,
    expect(upcoming) {
      announced.push(
        upcoming.map(({ at, state, event }) => `${at} ${state.self} ${nameOf(event)}`),
      );
    },
  };
  const limits = { events, time: 1_000_000 };
  const { happened } = runToys({ nodes, lastRound: 9, limits, overrides: { remote } }, behave);
  return { announced, happened };
}

/** The announcements of one instant. */
const at = ({ announced }: Lookahead, time: number): readonly (readonly string[])[] =>
  announced.filter(([first = ""]) => first.startsWith(`${time} `));

const onStart =
  (effects: (node: string) => ToyEffects): Behaviour =>
  (what, _, node) =>
    what === "start" ? effects(node) : [];

describe("the events that a remote protocol is told to expect", () => {
  it("are all starts at once", () => {
    const found = lookAhead("a b c", () => []);
    expect(found.announced).to.deep.equal([["0 a start", "0 b start", "0 c start"]]);
  });

  it("are all messages that arrive in one instant, whoever sent them", () => {
    const found = lookAhead(
      "a b",
      onStart((node) => [broadcast(`from ${node}`)]),
    );
    expect(at(found, 10)).to.deep.equal([
      ["10 a from a", "10 b from a", "10 a from b", "10 b from b"],
    ]);
  });

  it("are timers of different nodes, and messages before them", () => {
    const found = lookAhead(
      "a b c",
      onStart((node) => (node === "a" ? [send("c", "x"), startTimer(1, 10)] : [startTimer(1, 10)])),
    );
    expect(at(found, 10)).to.deep.equal([
      ["10 c x", "10 a timer 1", "10 b timer 1"],
      ["10 c timer 1"],
    ]);
  });

  it("do not go beyond a timer that an earlier event of its node may stop", () => {
    const stops: Behaviour = (what, _, node) => {
      if (what === "start" && node === "a") return [send("b", "x"), startTimer(1, 10)];
      if (what === "start") return [startRetry("late", 10)];
      return what === "x" ? [stopRetry("late")] : [];
    };
    const found = lookAhead("a b", stops);
    expect(at(found, 10)).to.deep.equal([["10 b x", "10 a timer 1"]]);
    expect(found.happened).to.not.include("10 b retry late 0");
  });

  it("do not go beyond what an event starts in its own instant", () => {
    const again: Behaviour = (what, _, node) => {
      if (what === "start") return [startTimer(1, 10)];
      return what === "timer 1" && node === "a" ? [startRetry("now", 0)] : [];
    };
    const found = lookAhead("a b", again);
    expect(at(found, 10)).to.deep.equal([["10 a timer 1", "10 b timer 1"], ["10 a retry now 0"]]);
  });

  it("are those that are handled, in order, whatever the protocol does", () => {
    fc.assert(
      fc.property(fc.array(fc.array(effect(), { maxLength: 3 }), { minLength: 1 }), (script) => {
        let next = 0;
        const behave: Behaviour = () => script[next++ % script.length] ?? [];
        const { announced, happened } = lookAhead("a b c", behave, 120);
        const flat = announced.flat();
        expect(flat.slice(0, happened.length)).to.deep.equal(happened);
        const last = announced.at(-1) ?? [];
        expect(flat.length - happened.length, "left over at the end").to.be.below(last.length);
      }),
      { numRuns: 300 },
    );
  });
});

function effect(): fc.Arbitrary<ToyEffects[number]> {
  const name = fc.constantFrom("one", "two");
  return fc.oneof(
    fc.constantFrom("x", "y").map((text) => broadcast(text)),
    fc.constantFrom("a", "b", "c").map((to) => send(to, "z")),
    fc.tuple(name, fc.constantFrom(0, 10, 20)).map(([timer, after]) => startRetry(timer, after)),
    name.map(stopRetry),
    fc.integer({ min: 1, max: 3 }).map(enter),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 10)).map((t) => startTimer(...t)),
  );
}
