/** The law kit: correct protocols pass, and each deliberately broken one fails its own law. */
import { expect } from "chai";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { defineProtocol } from "../../lib/protocol/module.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { diembftModule } from "../../lib/protocols/diembft/protocol.js";
import { fastHotstuffModule } from "../../lib/protocols/fast-hotstuff/fast-hotstuff.js";
import { hotstuffModule } from "../../lib/protocols/hotstuff/hotstuff.js";
import { streamletModule } from "../../lib/protocols/streamlet/streamlet.js";
import { tendermintModule } from "../../lib/protocols/tendermint/tendermint.js";
import { bugsAreFound, findBugs } from "../../lib/testing/bugs.js";
import { BrokenLaw } from "../../lib/testing/law.js";
import { laws } from "../../lib/testing/laws.js";
import { refusals } from "../../lib/testing/replica-laws.js";
import { echoDecision } from "../support/protocols/echo-decision.js";

/** The protocol with its `handle` replaced. */
const withHandle = (
  handle: (inner: AnyProtocol["handle"]) => AnyProtocol["handle"],
  protocol: AnyProtocol = echoDecision.create([]),
): AnyProtocol => ({ ...protocol, handle: handle(protocol.handle.bind(protocol)) });

/** What a law says of a protocol; nothing if it holds. */
function failureOf(name: string, protocol: AnyProtocol): BrokenLaw | undefined {
  const law = laws.find((each) => each.name === name);
  expect(law, name).to.not.equal(undefined);
  try {
    law?.check(protocol);
    return undefined;
  } catch (error) {
    if (error instanceof BrokenLaw) return error;
    throw error;
  }
}

const note = (because: string) =>
  ({ kind: "decided", what: "note", allowed: true, because }) as const;

let calls = 0;
const seen = new WeakMap<object, number>();

/** By law: protocols that break it. */
const BROKEN: Readonly<Record<string, Readonly<Record<string, () => AnyProtocol>>>> = {
  "same events, same effects": {
    "effects depend on what ran before": () =>
      withHandle((handle) => (...event) => [...handle(...event), note(String(calls++))]),
  },
  "a copy of the state, and step, do as handle does": {
    "a part of the state is kept outside of it": () =>
      withHandle((handle) => (state, event, context) => {
        const before = seen.get(state) ?? 0;
        seen.set(state, before + 1);
        return [...handle(state, event, context), note(String(before))];
      }),
  },
  "progress changes with each change of the state": {
    "it stays what it was at the start": () => ({
      ...echoDecision.create([]),
      progress: () => [0],
    }),
  },
  "no message makes it throw, be it junk, repeated, out of order or a stranger's": {
    "a stranger's message makes it throw": () =>
      withHandle((handle) => (state, event, context) => {
        const isKnown =
          event.kind !== "message" || context.validators.indexOf(event.from) !== undefined;
        if (!isKnown) throw new Error("who?");
        return handle(state, event, context);
      }),
    "a timer makes it throw": () =>
      withHandle((handle) => (state, event, context) => {
        if (event.kind === "timer") throw new Error("no timers");
        return handle(state, event, context);
      }),
  },
  "describe tells who signs a message, and the same each time": {
    "describe counts": () => {
      const protocol = echoDecision.create([]);
      return {
        ...protocol,
        describe: (message) => ({ ...protocol.describe(message), round: round((calls++ % 9) + 1) }),
      };
    },
    "describe names another signer": () => {
      const protocol = echoDecision.create([]);
      return {
        ...protocol,
        describe: (message) => ({ ...protocol.describe(message), sender: replicaId("d") }),
      };
    },
  },
  "it signs one value in a slot": {
    "it echoes nil after it has echoed": () =>
      withHandle((handle) => (state, event, context) => {
        if (event.kind === "timer") Object.assign(state, { echoed: false });
        return handle(state, event, context);
      }),
  },
  "it leaves what it receives as it is": {
    "it assigns a field": () =>
      withHandle((handle) => (state, event, context) => {
        if (event.kind === "message") Object.assign(event.message, { view: 1 });
        return handle(state, event, context);
      }),
  },
  "where nothing is wrong it commits as soon as it promises": {
    "it promises and commits nothing": () => ({
      ...withHandle(
        (handle) =>
          (...event) =>
            handle(...event).filter(({ kind }) => kind !== "commit"),
      ),
      promises: { recoversIn: 3 },
    }),
  },
  "it is correct in 1,000 small scenarios": {
    "it echoes every offer": () => echoDecision.create(["echoes_all"]),
    "it never says that it enters a round or halts": () =>
      withHandle(
        (handle) =>
          (...event) =>
            handle(...event).filter(({ kind }) => kind !== "entered" && kind !== "halted"),
        streamletModule.create([]),
      ),
  },
};

describe("the law kit", function () {
  this.timeout(120_000);

  for (const module of [
    echoDecision,
    diembftModule,
    fastHotstuffModule,
    hotstuffModule,
    streamletModule,
    tendermintModule,
  ]) {
    for (const law of [...laws, bugsAreFound]) {
      it(`${module.name}: ${law.name}`, () => {
        if (law === bugsAreFound) bugsAreFound.check(module);
        else laws.find((each) => each === law)?.check(module.create([]));
      });
    }
  }

  it("has a broken protocol for each law", () => {
    expect(Object.keys(BROKEN)).to.deep.equal(laws.map(({ name }) => name));
  });

  for (const [law, protocols] of Object.entries(BROKEN)) {
    for (const [what, make] of Object.entries(protocols)) {
      it(`${law}, but not if ${what}`, () => {
        expect(failureOf(law, make())).to.not.equal(undefined);
      });
    }
  }

  it("shows the shortest sequence of events", () => {
    const broken = withHandle((handle) => (state, event, context) => {
      if (event.kind === "timer") throw new Error("no timers");
      return handle(state, event, context);
    });
    const name = refusals.name;
    expect(failureOf(name, broken)?.message).to.match(
      /handle, at timer .* threw Error: no timers[^\n]*\n {2}1\. start\n {2}2\. timer [^\n]*$/,
    );
  });

  it("shows the shortest scenario, on one line", () => {
    const name = "it is correct in 1,000 small scenarios";
    const { events = [] } = failureOf(name, echoDecision.create(["echoes_all"])) ?? {};
    expect(events).to.deep.equal(["a has a twin; a: a b c d a'"]);
  });

  it("tells which law finds each bug, and names those that none finds", () => {
    const module = defineProtocol({
      ...{ name: "echo", bugs: { echoes_all: "echo once", nothing: "no rule", hidden: "a rule" } },
      undetected: ["hidden"],
      create: (bugs: readonly ("echoes_all" | "nothing" | "hidden")[]) =>
        echoDecision.create(bugs.filter((bug) => bug === "echoes_all")),
    });
    expect(findBugs(module)).to.deep.equal([
      {
        ...{ bug: "echoes_all", breaks: "echo once" },
        foundBy: "it is correct in 1,000 small scenarios",
      },
      { bug: "nothing", breaks: "no rule", foundBy: undefined },
    ]);
    expect(() => {
      bugsAreFound.check(module);
    }).to.throw(BrokenLaw, /^these break none: nothing \(no rule\)$/);
  });
});
