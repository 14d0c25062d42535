/** Applying an event to an immutable state. */
import { expect } from "chai";
import { isDraft, produce } from "immer";
import { structuralSuite } from "../../lib/crypto/structural.js";
import type { ReplicaContext } from "../../lib/protocol/host/context.js";
import type { Effect } from "../../lib/protocol/host/effect.js";
import type { Event } from "../../lib/protocol/host/event.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import type { Protocol } from "../../lib/protocol/protocol.js";
import { step } from "../../lib/protocol/step.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { MemoryLedger } from "../../lib/simulation/ledger.js";
import { deepFreeze } from "../support/freeze.js";

/** A message, as messages are: an instance, which nobody copies. */
class Word {
  readonly kind = "word";
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

interface Vocabulary {
  readonly heard: Map<string, number>;
  readonly untouched: { readonly list: readonly string[] };
  last: Word | null;
}

const a = replicaId("a");

/** Counts the words that it hears, and says each new one again. */
const parrot: Protocol<Vocabulary, Word> = {
  name: "parrot",
  init: () => ({ heard: new Map(), untouched: { list: ["x"] }, last: null }),
  handle(state, event) {
    if (event.kind !== "message") return [];
    const { message } = event;
    if (message.text === "crash") {
      state.heard.clear();
      throw new Error("crash");
    }
    const times = state.heard.get(message.text) ?? 0;
    if (times === 3) return [];
    state.heard.set(message.text, times + 1);
    state.last = message;
    return [{ kind: "broadcast", message }];
  },
  messageTypes: [{ type: "word" }],
  describe: () => ({ type: "word", round: round(1), sender: a }),
  progress: ({ heard }) => [...heard.values()].join(),
};

const crypto = structuralSuite();
const context: ReplicaContext = {
  self: a,
  validators: validatorSet([a]),
  crypto,
  signer: crypto.signerOf(a),
  ledger: new MemoryLedger(),
  memo: new Map(),
  delta: 100,
  transactions: () => [],
};

const hear = (text: string): Event<Word> => ({
  kind: "message",
  from: a,
  message: new Word(text),
});

/** A message that holds parts of its sender's state. */
class Telling {
  readonly list: readonly string[];
  readonly byKey: ReadonlyMap<string, readonly string[]>;

  constructor(list: readonly string[], byKey: ReadonlyMap<string, readonly string[]>) {
    this.list = list;
    this.byKey = byKey;
  }
}

interface TellerState {
  readonly list: string[];
  readonly byKey: Map<string, readonly string[]>;
  told: Telling | null;
}

const tellerState = (): TellerState => ({
  list: ["x"],
  byKey: new Map([["k", ["z"]]]),
  told: null,
});

/** Sends parts of its state, and keeps an instance that holds some. */
const teller: Protocol<TellerState, object> = {
  name: "teller",
  messageTypes: [{ type: "list" }],
  init: tellerState,
  handle(state) {
    state.list.push("y");
    const { list, byKey } = state;
    state.told = new Telling(list, byKey);
    return [
      { kind: "broadcast", message: { list } },
      { kind: "broadcast", message: new Telling(list, byKey) },
    ];
  },
  describe: () => ({ type: "list", round: round(1), sender: a }),
};

describe("step", () => {
  const empty = deepFreeze(parrot.init(context));

  it("gives a new state and what to do, and leaves the old state as it was", () => {
    const { state, effects } = step(parrot, empty, hear("hello"), context);
    expect([...state.heard]).to.deep.equal([["hello", 1]]);
    expect(empty.heard.size).to.equal(0);
    expect(effects).to.deep.equal([{ kind: "broadcast", message: new Word("hello") }]);
  });

  it("shares what did not change", () => {
    const { state } = step(parrot, empty, hear("hello"), context);
    expect(state.untouched).to.equal(empty.untouched);
  });

  it("gives the very same state when nothing changed", () => {
    let state = empty;
    for (let i = 0; i < 3; i++) ({ state } = step(parrot, state, hear("hello"), context));
    const after = step(parrot, state, hear("hello"), context);
    expect(after.state).to.equal(state);
    expect(after.effects).to.deep.equal([]);
    expect(step(parrot, state, { kind: "start" }, context).state).to.equal(state);
  });

  it("passes messages on as they are, neither copied nor wrapped", () => {
    const event = hear("hello");
    const { state, effects } = step(parrot, empty, event, context);
    const [effect] = effects as readonly Extract<Effect<Word>, { kind: "broadcast" }>[];
    expect(event.kind === "message" && effect?.message === event.message).to.equal(true);
    expect(event.kind === "message" && state.last === event.message).to.equal(true);
    expect(isDraft(state) || isDraft(state.heard)).to.equal(false);
  });

  it("lets parts of the state go into messages, plain or instances, and into the state", () => {
    const { state, effects } = step(teller, tellerState(), { kind: "start" }, context);
    expect(state.told?.list).to.deep.equal(["x", "y"]);
    expect(effects).to.deep.equal([
      { kind: "broadcast", message: { list: ["x", "y"] } },
      { kind: "broadcast", message: new Telling(["x", "y"], new Map([["k", ["z"]]])) },
    ]);
    expect(step(teller, state, { kind: "start" }, context).state.told?.list).to.have.length(3);
  });

  it("leaves the old state as it was when the protocol throws", () => {
    const { state } = step(parrot, empty, hear("hello"), context);
    expect(() => step(parrot, state, hear("crash"), context)).to.throw("crash");
    expect([...state.heard]).to.deep.equal([["hello", 1]]);
  });

  it("leaves the host's own immer as it was: that still freezes what it makes", () => {
    step(parrot, empty, hear("hello"), context);
    const made = produce({ list: [1] }, (draft) => {
      draft.list.push(2);
    });
    expect(Object.isFrozen(made.list)).to.equal(true);
  });
});
