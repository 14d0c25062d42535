/** Handling events in place and on immutable states gives equal states and effects. */
import { deepStrictEqual } from "node:assert/strict";
import { expect } from "chai";
import fc from "fast-check";
import { bugs, isBugName, rulesWith } from "../../lib/protocols/diembft/bugs/bugs.js";
import type { BugName } from "../../lib/protocols/diembft/bugs/bugs.js";
import { diembft } from "../../lib/protocols/diembft/protocol.js";
import { step } from "../../lib/protocol/step.js";
import { deepFreeze } from "../support/freeze.js";
import { histories } from "./support/history.js";
import type { History } from "./support/history.js";
import { eventsOf, host, eventSequences } from "./support/event-sequences.js";
import type { EventSequence } from "./support/event-sequences.js";

/** Lives one life in both lanes; what they do and become must be the same. */
function runTwice(past: History, sequence: EventSequence, names: readonly BugName[]): void {
  const protocol = diembft(rulesWith(names));
  const fast = host(past, sequence.self);
  const pure = host(past, sequence.self);
  const owned = protocol.init(fast.context);
  let state = deepFreeze(protocol.init(pure.context));
  for (const event of eventsOf(past, sequence, () => owned)) {
    const before = String(protocol.progress(owned));
    const effects = protocol.handle(owned, event, fast.context);
    const next = step(protocol, state, event, pure.context);
    deepStrictEqual(next.effects, effects);
    deepStrictEqual(next.state, owned);
    const changed = String(protocol.progress(owned)) !== before;
    expect(changed, `${event.kind}: ${before}`).to.equal(next.state !== state);
    expect(protocol.progress(next.state)).to.deep.equal(protocol.progress(owned));
    fast.append(effects);
    pure.append(next.effects);
    state = deepFreeze(next.state);
  }
}

describe("the two lanes of DiemBFT", () => {
  const pasts = histories();
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
        fc.property(fc.constantFrom(...pasts.keys()), eventSequences, (which, sequence) => {
          const past = pasts[which];
          if (past !== undefined) runTwice(past, sequence, names);
        }),
        { numRuns: 25 },
      );
    });
  }
});
