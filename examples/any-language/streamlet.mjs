/** Streamlet (Chan and Shi, 2020) for twins-exec: propose, vote, notarize, finalize. */
import { digest, Node, serve, sign } from "./twins.mjs";

const blockId = ({ parent, epoch, proposer, node }) => digest(parent, epoch, proposer, node);

class Streamlet extends Node {
  epoch = 0;
  answered = 0;
  blocks = new Map(); // By id: the block, and its votes, sender to signature.
  notarized = new Map([["genesis", []]]); // By id: its chain, oldest block first.
  unchained = new Set(); // Notarized blocks whose parents are not known to be.
  finalized = new Set();
  quorum = this.run.quorum - (this.run.bugs.has("small_quorum") ? 1 : 0);

  timer(name) {
    if (name === "pause") this.propose();
    else this.start(name);
  }

  start(by = "start") {
    this.epoch++;
    this.entered(this.epoch, by);
    this.startTimer("clock", 2 * this.run.delta, this.epoch);
    if (this.run.leader(this.epoch) === this.replica) this.startTimer("pause", 0, this.epoch);
  }

  propose() {
    const chain = this.longest();
    const parent = chain.at(-1) ?? "genesis";
    const block = { parent, epoch: this.epoch, proposer: this.replica, node: this.id };
    this.say("proposal", block, { chain: chain.map((id) => this.proof(id)) });
  }

  verify(sender, { kind, block, signature, chain = [] }) {
    if (kind !== "echo") this.check(block, kind, sender, signature);
    if (kind === "proposal") {
      const { proposer, epoch, parent } = block;
      const leads = sender === proposer && sender === this.run.leader(epoch);
      const top = chain.length === 0 ? "genesis" : blockId(chain.at(-1).block);
      if (!leads || parent !== top) throw new Error("not by the leader, or not on its chain");
    }
    this.verifyChain(chain);
  }

  verifyChain(chain) {
    let below = { id: "genesis", epoch: 0 };
    for (const { block, votes } of chain) {
      const { parent, epoch } = block;
      if (parent !== below.id || !(epoch > below.epoch)) throw new Error("no chain");
      below = { id: blockId(block), epoch };
      if (this.notarized.has(below.id)) continue;
      for (const [voter, vote] of votes) this.check(block, "vote", voter, vote);
      if (new Map(votes).size < this.quorum) throw new Error("not notarized");
    }
  }

  check(block, kind, sender, signature) {
    if (signature !== sign(sender, kind, blockId(block))) throw new Error("not signed");
  }

  message(sender, message) {
    const { kind, block, signature, chain = [] } = message;
    for (const { block, votes } of chain) {
      for (const [voter, signature] of votes) this.count(block, voter, signature);
    }
    if (kind === "vote") this.count(block, sender, signature);
    else if (kind === "proposal") this.answer(block, chain);
  }

  answer(block, { length }) {
    if (block.epoch !== this.epoch || this.epoch <= this.answered) return;
    this.answered = this.epoch;
    if (length >= this.longest().length || this.run.bugs.has("any_notarized_tip")) {
      this.say("vote", block, {});
    } else {
      const chain = this.longest().map((id) => this.proof(id));
      const describe = { type: "echo", round: this.epoch, shows: chain.map(certificate) };
      this.broadcast({ kind: "echo", chain }, describe);
    }
  }

  say(kind, block, others) {
    const { parent, epoch: round } = block;
    const id = blockId(block);
    const signs = [{ slot: `${kind} ${round}`, value: id }];
    const shows = (others.chain ?? []).map(certificate);
    const describe = { type: kind, round, block: { id, parent, round }, signs, shows };
    this.broadcast({ kind, block, signature: sign(this.replica, kind, id), ...others }, describe);
  }

  count(block, voter, signature) {
    const id = blockId(block);
    if (!this.blocks.has(id)) this.blocks.set(id, { block, votes: new Map() });
    const { votes } = this.blocks.get(id);
    if (votes.size >= this.quorum || votes.has(voter)) return;
    votes.set(voter, signature);
    if (votes.size < this.quorum) return;
    this.certified(certificate(this.proof(id)));
    this.unchained.add(id);
    for (const each of [...this.unchained].sort((a, b) => this.epochOf(a) - this.epochOf(b))) {
      if (this.notarized.has(this.blocks.get(each).block.parent)) this.extend(each);
    }
  }

  extend(id) {
    const chain = [...this.notarized.get(this.blocks.get(id).block.parent), id];
    this.unchained.delete(id);
    this.notarized.set(id, chain);
    const [a, b, c] = [0, ...chain.map((each) => this.epochOf(each))].slice(-3);
    if (b !== a + 1 || c !== b + 1) return;
    for (const each of chain.slice(0, -1).filter((id) => !this.finalized.has(id))) {
      this.finalized.add(each);
      this.commit(each, this.epochOf(each), { parent: this.blocks.get(each).block.parent });
    }
  }

  epochOf = (id) => this.blocks.get(id)?.block.epoch ?? 0;

  longest() {
    const order = (a, b) => a.length - b.length || this.epochOf(a.at(-1)) - this.epochOf(b.at(-1));
    return [...this.notarized.values()].sort(order).at(-1);
  }

  proof(id) {
    const { block, votes } = this.blocks.get(id);
    return { block, votes: [...votes] };
  }

  progress() {
    return [this.epoch, this.answered, ...[...this.blocks.values()].map((each) => each.votes.size)];
  }
}

function certificate({ block, votes }) {
  const { epoch: round, parent } = block;
  const named = { kind: "notarization", slot: `vote ${round}`, value: blockId(block) };
  return { ...named, round, parent, signers: votes.map(([voter]) => voter) };
}

serve(Streamlet, {
  name: "streamlet",
  messageTypes: { proposal: "proposal", vote: "vote", echo: undefined },
  quorum: (replicas) => Math.ceil((2 * replicas) / 3),
  promises: { recoversIn: 5 },
  bugs: {
    small_quorum: "two thirds of the replicas notarize a block",
    any_notarized_tip: "a vote is for a block that extends a longest notarized chain",
  },
});
