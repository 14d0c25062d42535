"""Streamlet (Chan and Shi, 2020) for twins-exec: propose, vote, notarize, finalize."""

from twins import Node, digest, serve, sign


def block_id(block):
    return digest(block["parent"], block["epoch"], block["proposer"], block["node"])


class Streamlet(Node):
    def __init__(self, run, id):
        super().__init__(run, id)
        self.epoch = self.answered = 0
        self.blocks = {}  # id -> (block, votes: sender -> signature)
        self.notarized = {"genesis": []}  # id -> its chain, oldest block first
        self.unchained = []  # notarized blocks whose parents are not known to be
        self.finalized = set()
        self.quorum = run.quorum - ("small_quorum" in run.bugs)

    def timer(self, name, round):
        self.propose() if name == "pause" else self.start(name)

    def start(self, by="start"):
        self.epoch += 1
        self.entered(self.epoch, by)
        self.start_timer("clock", 2 * self.run.delta, self.epoch)
        if self.run.leader(self.epoch) == self.replica:
            self.start_timer("pause", 0, self.epoch)  # after the messages of this instant

    def propose(self):
        chain = self.longest()
        parent = chain[-1] if chain else "genesis"
        block = dict(parent=parent, epoch=self.epoch, proposer=self.replica, node=self.id)
        self.say("proposal", block, chain=[*map(self.proof, chain)])

    def verify(self, sender, message):
        kind, block, chain = message["kind"], message.get("block"), message.get("chain", [])
        if kind != "echo":
            self.check(block, kind, sender, message["signature"])
        if kind == "proposal":
            top = block_id(chain[-1]["block"]) if chain else "genesis"
            leads = sender == block["proposer"] == self.run.leader(block["epoch"])
            if not leads or block["parent"] != top:
                raise ValueError("not by the leader, or not on top of its chain")
        self.check_chain(chain)

    def message(self, sender, message):
        kind, block, chain = message["kind"], message.get("block"), message.get("chain", [])
        for each in chain:
            if block_id(each["block"]) not in self.notarized:
                for voter, signature in each["votes"]:
                    self.count(each["block"], voter, signature)
        if kind == "vote":
            self.count(block, sender, message["signature"])
        elif kind == "proposal":
            self.answer(block, chain)

    def check(self, block, kind, sender, signature):
        if sender not in self.run.validators or signature != sign(sender, kind, block_id(block)):
            raise ValueError("not signed by a validator")

    def check_chain(self, chain):
        parent, epoch = "genesis", 0
        for each in chain:
            block, votes = each["block"], each["votes"]
            if block["parent"] != parent or block["epoch"] <= epoch:
                raise ValueError("no chain")
            parent, epoch = block_id(block), block["epoch"]
            if parent in self.notarized:
                continue  # that was proved before
            for voter, signature in votes:
                self.check(block, "vote", voter, signature)
            if len(dict(votes)) < self.quorum:
                raise ValueError("not notarized")

    def answer(self, block, chain):
        if block["epoch"] != self.epoch or self.epoch <= self.answered:
            return
        self.answered = self.epoch
        if len(chain) >= len(self.longest()) or "any_notarized_tip" in self.run.bugs:
            self.say("vote", block)
        else:
            proofs = [*map(self.proof, self.longest())]
            describe = {"type": "echo", "round": self.epoch, "shows": [*map(certificate, proofs)]}
            self.broadcast({"kind": "echo", "chain": proofs}, describe)

    def say(self, kind, block, **others):
        id, round = block_id(block), block["epoch"]
        describe = {"type": kind, "round": round, "signs": [dict(slot=f"{kind} {round}", value=id)]}
        describe["block"] = {"id": id, "parent": block["parent"], "round": round}
        describe["shows"] = [*map(certificate, others.get("chain", []))]
        signature = sign(self.replica, kind, id)
        self.broadcast({"kind": kind, "block": block, "signature": signature, **others}, describe)

    def count(self, block, voter, signature):
        id = block_id(block)
        votes = self.blocks.setdefault(id, (block, {}))[1]
        if len(votes) >= self.quorum or voter in votes:
            return
        votes[voter] = signature
        if len(votes) == self.quorum:
            self.certified(certificate(self.proof(id)))
            self.unchained.append(id)
            for each in sorted(self.unchained, key=self.epoch_of):
                if self.blocks[each][0]["parent"] in self.notarized:
                    self.unchained.remove(each)
                    self.extend(each)

    def extend(self, id):
        """A chain of notarized blocks. Three epochs in a row finalize all of it but the last."""
        chain = self.notarized[id] = [*self.notarized[self.blocks[id][0]["parent"]], id]
        last = [0, *map(self.epoch_of, chain[-3:])][-3:]
        if last == [last[0], last[0] + 1, last[0] + 2]:
            for each in filter(lambda id: id not in self.finalized, chain[:-1]):
                self.finalized.add(each)
                self.commit(each, self.epoch_of(each), parent=self.blocks[each][0]["parent"])

    def epoch_of(self, id):
        return self.blocks[id][0]["epoch"]

    def longest(self):  # of several chains, that of the last epoch
        order = lambda chain: (len(chain), self.epoch_of(chain[-1]) if chain else 0)
        return max(reversed(self.notarized.values()), key=order)

    def proof(self, id):
        block, votes = self.blocks[id]
        return {"block": block, "votes": list(votes.items())}

    def progress(self):
        return [self.epoch, self.answered, *(len(votes) for _, votes in self.blocks.values())]


def certificate(proof):
    block, signers = proof["block"], [voter for voter, _ in proof["votes"]]
    named = {"kind": "notarization", "slot": f"vote {block['epoch']}", "value": block_id(block)}
    return {**named, "round": block["epoch"], "parent": block["parent"], "signers": signers}


serve(
    Streamlet,
    name="streamlet",
    message_types={"proposal": "proposal", "vote": "vote", "echo": None},
    quorum=lambda replicas, faulty: -(-2 * replicas // 3),
    promises={"recoversIn": 5},
    bugs={
        "small_quorum": "two thirds of the replicas notarize a block",
        "any_notarized_tip": "a vote is for a block that extends a longest notarized chain",
    },
)
