/** Restarting a replica from its disk, and refusing damaged files. */
import { expect } from "chai";
import { replicaId } from "../../lib/protocol/ids.js";
import type { Block } from "../../lib/protocols/diembft/messages/block.js";
import { rulesWith } from "../../lib/protocols/diembft/bugs/bugs.js";
import type { BugName } from "../../lib/protocols/diembft/bugs/bugs.js";
import { durability as durabilityOf } from "../../lib/protocols/diembft/durability/restore.js";
import { correctRules } from "../../lib/protocols/diembft/rules.js";
import { invariant } from "../../lib/protocol/assert.js";
import type { DurableState, Effect } from "../../lib/protocol/host/effect.js";
import type { LedgerEntry } from "../../lib/protocol/host/ledger.js";
import { StorageError } from "../../lib/protocol/protocol.js";
import type { DiemMessage } from "../../lib/protocols/diembft/messages/messages.js";
import { requestBy, transactionBy } from "./support/clients.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";
import { words } from "./support/words.js";

const durability = durabilityOf(correctRules);

/** What a replica has written by the time that its effects were carried out. */
class Disk {
  durable: DurableState | null = null;
  readonly ledger: LedgerEntry[] = [];

  write(effects: readonly Effect<DiemMessage>[]): void {
    for (const effect of effects) {
      if (effect.kind === "persist") this.durable = effect.durable;
      if (effect.kind === "commit") this.ledger.push(effect.entry);
    }
  }

  get state(): string {
    invariant(this.durable !== null, "something was persisted");
    return durability.encodeState(this.durable);
  }

  get lines(): readonly string[] {
    return this.ledger.map((entry) => durability.encodeEntry(entry));
  }
}

/** Replica b has voted in rounds 1 to 3, led round 2, and committed block 1. */
function afterEvents() {
  const forge = new Forge();
  const subject = new TestReplica(forge, "b", { leaders: "a b c d", mempool: MEMPOOL });
  const disk = new Disk();
  disk.write(subject.handle({ kind: "start" }));
  const one = forge.block("a", 1, { payload: [transactionBy(forge.crypto, 1)] });
  const receive = (...messages: readonly DiemMessage[]) => {
    const effects = messages.flatMap((message) =>
      subject.handle({ kind: "message", from: replicaId("a"), message }),
    );
    disk.write(effects);
    return effects;
  };
  receive(forge.proposal(one));
  const led = receive(...["a", "c", "d"].map((id) => forge.vote(id, one)));
  const proposal = led.flatMap((effect) => (effect.kind === "broadcast" ? [effect.message] : []));
  receive(...proposal);
  const two = forge.block("b", 2, { on: forge.qc(one, "a c d"), payload: [] });
  invariant(subject.state.blockTree.pendingBlocks.has(two.id), "its own block is executed");
  const three = forge.block("c", 3, { on: forge.qc(two), payload: [] });
  receive(forge.proposal(three));
  return { forge, subject, disk, one, two, three };
}

const MEMPOOL = { capacity: 10, blockSize: 2 };

/** The same replica after a restart. */
function restarted({ forge, disk }: ReturnType<typeof afterEvents>, ...bugs: readonly BugName[]) {
  const again = new TestReplica(forge, "b", { leaders: "a b c d", mempool: MEMPOOL, bugs });
  const own = durabilityOf(rulesWith(bugs));
  const entries = own.decodeLedger(disk.lines, again.context);
  for (const entry of entries) again.ledger.append(entry);
  const state = own.restore(disk.state, entries, again.context);
  Object.assign(again.state, state);
  return again;
}

/** Another block of round 3 than the one that it has voted for. */
const otherThree = ({ forge, two }: ReturnType<typeof afterEvents>): Block =>
  forge.block("c", 3, { on: forge.qc(two), payload: [transactionBy(forge.crypto, 2)] });

describe("a restarted replica", () => {
  it("stands where it stood", () => {
    const setup = afterEvents();
    const again = restarted(setup);
    const { safety, pacemaker, blockTree, ledger, main, mempool } = setup.subject.state;
    expect(again.state.safety).to.deep.equal(safety);
    expect(again.state.pacemaker.currentRound).to.equal(pacemaker.currentRound);
    expect(again.state.main.proposedRound).to.equal(main.proposedRound);
    expect(again.state.blockTree.highQc).to.deep.equal(blockTree.highQc);
    expect(again.state.blockTree.highCommitQc).to.deep.equal(blockTree.highCommitQc);
    expect([...again.state.blockTree.pendingBlocks]).to.deep.equal([...blockTree.pendingBlocks]);
    expect(again.state.ledger.root).to.deep.equal(ledger.root);
    expect(again.state.ledger.rootStateId).to.equal(ledger.rootStateId);
    expect([...again.state.ledger.pendingStates]).to.deep.equal([...ledger.pendingStates]);
    expect([...again.state.mempool.clients]).to.deep.equal([...mempool.clients]);
  });

  it("votes in no round in which it has voted", () => {
    const setup = afterEvents();
    const again = restarted(setup);
    const told = [setup.three, otherThree(setup)].flatMap((block) =>
      again.receive(setup.forge.proposal(block)),
    );
    expect(told.filter((line) => line.startsWith("vote"))).to.deep.equal([]);
    expect(told).to.include("may not vote: voted-in-this-round-or-a-higher-one");
  });

  it("bug amnesia: votes again in the round of its last vote, for another block", () => {
    const setup = afterEvents();
    const again = restarted(setup, "amnesia");
    expect(again.state.safety).to.deep.equal({ highestVoteRound: 0, highestQcRound: 0 });
    expect(again.state.pacemaker.currentRound, "that alone is forgotten").to.equal(3);
    const other = otherThree(setup);
    setup.forge.names.set(other.id, "other");
    expect(again.receive(setup.forge.proposal(other))).to.include("vote for other to d");
  });

  it("proposes in no round in which it has proposed", () => {
    const forge = new Forge();
    const options = { leaders: "a b", mempool: MEMPOOL };
    const disk = new Disk();
    const first = new TestReplica(forge, "a", options);
    disk.write(first.handle({ kind: "start" }));
    const ask = { kind: "request", request: requestBy(forge.crypto, 1) } as const;
    const effects = first.handle(ask);
    disk.write(
      effects.slice(
        0,
        effects.findIndex(({ kind }) => kind === "broadcast"),
      ),
    );

    const again = new TestReplica(forge, "a", options);
    Object.assign(again.state, durability.restore(disk.state, [], again.context));
    const told = [again.handle({ kind: "start" }), again.handle(ask)].flat();
    expect(told.filter(({ kind }) => kind === "broadcast")).to.deep.equal([]);
  });

  it("enters its round again and can give it up", () => {
    const setup = afterEvents();
    const again = restarted(setup);
    const told = words(again.handle({ kind: "start" }), setup.forge.names);
    expect(told.slice(0, 2)).to.deep.equal(["enter 3 by start", "start timer 3 for 400"]);
    expect(again.fireRound(3).some((line) => line.startsWith("timeout 3"))).to.equal(true);
  });
});

describe("a damaged disk", () => {
  const setup = afterEvents();
  const context = setup.subject.context;
  const [line = ""] = setup.disk.lines;

  const LEDGERS: readonly (readonly [shows: string, lines: readonly string[], RegExp])[] = [
    ["a line cut short", [line.slice(0, -5)], /JSON/],
    ["another transaction", [line.replace("command", "comment")], /block-id-is-not-its-digest/],
    ["another state", [line.replace(/"stateId":"/, '"stateId":"x')], /state-is-not-that-of/],
    ["a field more", [line.replace("{", '{"more":1,')], /no object with/],
    ["a round that is no number", [line.replace('"round":1', '"round":"1"')], /no round/],
    ["a block twice", [line, line], /chain-does-not-link/],
  ];
  for (const [shows, lines, because] of LEDGERS) {
    it(`is refused: a ledger with ${shows}`, () => {
      expect(() => durability.decodeLedger(lines, context))
        .to.throw(StorageError, because)
        .with.property("line", lines.length);
    });
  }

  const { state } = setup.disk;
  const STATES: readonly (readonly [shows: string, state: string, RegExp])[] = [
    ["cut short", state.slice(0, 40), /JSON/],
    ["a forged signature", state.replace(/"a\/ledger[^"]*"/, '"forged"'), /signature-invalid/],
    ["a field less", state.replace(/"currentRound":\d+,/, ""), /no object with/],
  ];
  for (const [shows, text, because] of STATES) {
    it(`is refused: a consensus state with ${shows}`, () => {
      expect(text).to.not.equal(state);
      expect(() => durability.restore(text, setup.disk.ledger, context))
        .to.throw(StorageError, because)
        .with.property("line", null);
    });
  }
});
