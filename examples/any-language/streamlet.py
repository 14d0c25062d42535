"""Streamlet (Chan and Shi, 2020) for twins-exec: propose, vote, notarize, finalize."""

import functools
import hashlib
import json
import math

from twins import Node, Refused, serve

GENESIS = "genesis"


def sign(replica, kind, block):
    """An ideal signature: only this program makes one, and only for the replica that signs."""
    return digest("signature", replica, kind, block)


def block_id(block):
    """The digest of a block's content; `node` tells the blocks of twins apart."""
    return digest(block["parent"], block["epoch"], block["proposer"], block["node"])


@functools.lru_cache(maxsize=1000)
def digest(*content):
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def quorum(replicas, faulty):
    return math.ceil(2 * replicas / 3)


class Streamlet(Node):
    def __init__(self, run, id):
        super().__init__(run, id)
        self.epoch = 0
        self.answered = 0
        self.blocks = {}  # id -> (block, votes: sender -> signature), by first appearance
        self.notarized = {GENESIS: []}  # id -> its chain, oldest block first
        self.unchained = []  # notarized blocks whose parents are not known to be
        self.finalized = set()
        self.counted = 0
        self.quorum = run.quorum - 1 if "small_quorum" in run.bugs else run.quorum

    def start(self):
        self.enter("start")

    def timer(self, name, round):
        if name == "clock":
            self.enter("clock")
        else:
            self.propose()

    def enter(self, by):
        self.epoch += 1
        self.entered(self.epoch, by)
        self.start_timer("clock", 2 * self.run.delta, self.epoch)
        if self.run.leader(self.epoch) == self.replica:
            self.start_timer("pause", 0, self.epoch)  # after the messages of this instant

    def propose(self):
        chain = self.longest()
        block = {"parent": tip(chain)[0], "epoch": self.epoch, "proposer": self.replica}
        block["node"] = self.id  # what a block contains is another thing at a twin
        self.say("proposal", block, {"chain": [self.proof(each) for each in chain]})

    def message(self, sender, message):
        try:
            kind, block, chain = message["kind"], message.get("block"), message.get("chain", [])
            if kind != "echo":
                self.check(block, kind, sender, message["signature"])
            if kind == "proposal" and (
                block["proposer"] != sender
                or self.run.leader(block["epoch"]) != sender
                or block["parent"] != (block_id(chain[-1]["block"]) if chain else GENESIS)
            ):
                raise Refused("not by the leader, or not on top of its chain")
            self.check_chain(chain)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise Refused(f"no message of this protocol: {error}")
        for each in chain:
            if block_id(each["block"]) not in self.notarized:
                for voter, signature in each["votes"]:
                    self.count(each["block"], voter, signature)
        if kind == "vote":
            self.count(block, sender, message["signature"])
        elif kind == "proposal":
            self.answer(block, chain)

    def check(self, block, kind, sender, signature):
        if sender not in self.run.validators or block["epoch"] < 1:
            raise Refused("signed by a stranger, or of no epoch")
        if signature != sign(sender, kind, block_id(block)):
            raise Refused("wrong signature")

    def check_chain(self, chain):
        parent = (GENESIS, 0)
        for each in chain:
            block, votes = each["block"], each["votes"]
            if block["parent"] != parent[0] or block["epoch"] <= parent[1]:
                raise Refused("no chain")
            parent = (block_id(block), block["epoch"])
            if parent[0] in self.notarized:
                continue  # it was proved before
            if len(dict(votes)) < self.quorum:
                raise Refused("not notarized")
            for voter, signature in votes:
                self.check(block, "vote", voter, signature)

    def answer(self, block, chain):
        several = "several_votes" in self.run.bugs
        if block["epoch"] != self.epoch or (block["epoch"] <= self.answered and not several):
            return
        self.answered = self.epoch
        if len(chain) >= len(self.longest()) or "any_notarized_tip" in self.run.bugs:
            self.say("vote", block, {})
        else:
            chain = [self.proof(each) for each in self.longest()]
            shows = [certificate(each) for each in chain]
            describe = {"type": "echo", "round": self.epoch, "shows": shows}
            self.broadcast({"kind": "echo", "chain": chain}, describe)

    def say(self, kind, block, others):
        id, round = block_id(block), block["epoch"]
        slot = "propose" if kind == "proposal" else "vote"
        describe = {"type": kind, "round": round, "signs": [{"slot": f"{slot} {round}", "value": id}]}
        describe["block"] = {"id": id, "parent": block["parent"], "round": round}
        describe["shows"] = [certificate(each) for each in others.get("chain", [])]
        signature = sign(self.replica, kind, id)
        self.broadcast({"kind": kind, "block": block, "signature": signature, **others}, describe)

    def count(self, block, voter, signature):
        id = block_id(block)
        votes = self.blocks.setdefault(id, (block, {}))[1]
        if len(votes) >= self.quorum or voter in votes:
            return
        votes[voter] = signature
        self.counted += 1
        if len(votes) == self.quorum:
            self.certified(certificate(self.proof(id)))
            self.unchained.append(id)
            self.notarize()

    def notarize(self):
        """Chains of notarized blocks, by the epochs of their ends, and what they finalize."""
        for id in sorted(self.unchained, key=self.epoch_of):
            below = self.notarized.get(self.blocks[id][0]["parent"])
            if below is None:
                continue
            self.unchained.remove(id)
            chain = self.notarized[id] = [*below, id]
            last = [0, *(self.epoch_of(each) for each in chain[-3:])][-3:]
            if last == [last[0], last[0] + 1, last[0] + 2]:
                for each in chain[:-1]:
                    self.finalize(each)

    def epoch_of(self, id):
        return self.blocks[id][0]["epoch"]

    def finalize(self, id):
        if id not in self.finalized:
            self.finalized.add(id)
            block = self.blocks[id][0]
            self.commit(id, block["epoch"], parent=block["parent"], author=block["proposer"])

    def longest(self):
        """A longest notarized chain; of several, that of the last epoch."""
        ends = self.notarized.values()
        return max(ends, key=lambda chain: (len(chain), self.epoch_of(chain[-1]) if chain else 0))

    def proof(self, id):
        block, votes = self.blocks[id]
        return {"block": block, "votes": list(votes.items())}

    def progress(self):
        return [self.epoch, self.answered, self.counted]


def certificate(proof):
    block, votes = proof["block"], proof["votes"]
    slot, id = f"vote {block['epoch']}", block_id(block)
    signers = [voter for voter, _ in votes]
    return {
        **{"kind": "notarization", "slot": slot, "value": id, "round": block["epoch"]},
        **{"parent": block["parent"], "signers": signers},
    }


def tip(chain):
    return (chain[-1],) if chain else (GENESIS,)


serve(
    Streamlet,
    quorum=quorum,
    name="streamlet",
    messageTypes=[
        {"type": "proposal", "role": "proposal"},
        {"type": "vote", "role": "vote"},
        {"type": "echo"},
    ],
    promises={"recoversIn": 5},
    bugs={
        "small_quorum": "two thirds of the replicas notarize a block",
        "several_votes": "a replica votes at most once in an epoch",
        "any_notarized_tip": "a vote is for a block that extends one of the longest notarized chains",
    },
)
