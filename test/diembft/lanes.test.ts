import { deepStrictEqual } from "node:assert/strict";
import { expect } from "chai";
import fc from "fast-check";
import { bugs, isBugName, rulesWith } from "../../lib/diembft/bugs.js";
import type { BugName } from "../../lib/diembft/bugs.js";
import type { DiemMessage } from "../../lib/diembft/messages.js";
import { diembft } from "../../lib/diembft/protocol.js";
import type { ReplicaContext } from "../../lib/protocol/context.js";
import type { Effect } from "../../lib/protocol/effect.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { step } from "../../lib/protocol/step.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { MemoryLedger } from "../../lib/simulation/ledger.js";
import { eventsOf, happenings, history } from "./history.js";
import type { Happening, History } from "./history.js";
import { deepFreeze } from "./freeze.js";

/** A host with a ledger and a memo of its own. */
function host({ crypto }: History, name: string) {
  const ledger = new MemoryLedger();
  const self = replicaId(name);
  const context: ReplicaContext = {
    self,
    validators: validatorSet(["a", "b", "c", "d"].map(replicaId)),
    crypto,
    signer: crypto.signerOf(self),
    ledger,
    memo: new Map(),
    delta: 100,
    transactions: (round) => [`${name}@${round}`],
  };
  const append = (effects: readonly Effect<DiemMessage>[]): void => {
    for (const effect of effects) if (effect.kind === "commit") ledger.append(effect.entry);
  };
  return { context, append };
}

interface Life {
  readonly self: string;
  readonly life: readonly Happening[];
}

const lives: fc.Arbitrary<Life> = fc.record({ self: fc.constantFrom("a", "c"), life: happenings });

/** Lives one life in both lanes; what they do and become must be the same. */
function liveTwice(past: History, { self, life }: Life, names: readonly BugName[]): void {
  const protocol = diembft(rulesWith(names));
  const fast = host(past, self);
  const pure = host(past, self);
  const owned = protocol.init(fast.context);
  let state = deepFreeze(protocol.init(pure.context));
  for (const event of eventsOf(past, life, () => owned)) {
    const before = protocol.progress(owned);
    const effects = protocol.handle(owned, event, fast.context);
    const next = step(protocol, state, event, pure.context);
    deepStrictEqual(next.effects, effects);
    deepStrictEqual(next.state, owned);
    const changed = protocol.progress(owned) !== before;
    expect(changed, `${event.kind}: ${before}`).to.equal(next.state !== state);
    expect(protocol.progress(next.state)).to.equal(protocol.progress(owned));
    fast.append(effects);
    pure.append(next.effects);
    state = deepFreeze(next.state);
  }
}

describe("the two lanes of DiemBFT", () => {
  const pasts = [0, 5, 15].map(history);
  for (const { messages } of pasts) for (const message of messages) deepFreeze(message);

  it("a history holds every kind of message", () => {
    const kinds = new Set(pasts.flatMap(({ messages }) => messages.map(({ kind }) => kind)));
    expect(kinds.size).to.equal(5);
  });

  for (const names of [
    [],
    ...Object.keys(bugs)
      .filter(isBugName)
      .map((name) => [name]),
  ]) {
    it(`agree, and progress tells every change: ${names.join() || "the correct rules"}`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...pasts.keys()), lives, (which, life) => {
          const past = pasts[which];
          if (past !== undefined) liveTwice(past, life, names);
        }),
        { numRuns: 25 },
      );
    });
  }
});
