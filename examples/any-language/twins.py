"""Runs a protocol written in Python for twins-exec: JSON-RPC 2.0 on standard input and output.

A protocol is a class with one instance for each node of a run. Its methods `start`, `message`,
after `verify`, and `timer` handle events, and call the methods of `Node` below for what the node
does. They must be a function of the events: no clock, no randomness, no order of sets. `print` goes
to the log.
"""

import functools
import hashlib
import json
import os
import sys
import traceback

VERSION = 1
METHOD_NOT_FOUND = -32601
FAILED = -32000
BUFFER = 1 << 16


@functools.lru_cache(maxsize=4096)
def digest(*content):
    """A short text that names this content, texts and numbers, and no other."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def sign(replica, *content):
    """An ideal signature: whoever checks it makes it again. Only sign as `self.replica`."""
    return digest("signature", replica, *content)


class Run:
    """What all nodes of a run share."""

    def __init__(self, scenario, nodes, validators, faulty, quorum, delta, leaders, bugs):
        self.scenario = scenario
        self.validators = validators
        self.faulty = faulty
        self.quorum = quorum
        self.delta = delta
        self.leaders = leaders
        self.bugs = frozenset(bugs)
        self.replicas = {node["id"]: node["replica"] for node in nodes}

    def leader(self, round):
        """Who leads a round, from 1 on."""
        if round <= len(self.leaders):
            return self.leaders[round - 1]
        return self.validators[round % len(self.validators)]


class Node:
    """A node: `run` is the run, `id` the node's own name, `replica` the identity that it signs as.

    A node and its twin have one `replica`, and different ids.
    """

    def __init__(self, run, id):
        self.run = run
        self.id = id
        self.replica = run.replicas[id]
        self.effects = []

    def start(self):
        """The first event."""

    def verify(self, sender, message):
        """Raises if a message is not as it should be: the effect is `refused` then."""

    def message(self, sender, message):
        """A message of `sender`, an identity that the network vouches for.

        All receivers and the sender have the same object: leave it as it is.
        """

    def timer(self, name, round):
        """A timer that was started has run out."""

    def state(self):
        """What people see of the node's state."""
        hidden = ("run", "id", "replica", "effects")
        return {name: value for name, value in vars(self).items() if name not in hidden}

    # What a node does, in order. `describe` is a dict: type, round, block, signs, shows.

    def send(self, to, message, describe):
        self._do({"kind": "send", "to": to, "message": message, "description": describe})

    def broadcast(self, message, describe):
        """To every validator, this one included."""
        self._do({"kind": "broadcast", "message": message, "description": describe})

    def start_timer(self, name, after, round=None):
        self._do({"kind": "start-timer", "timer": timer(name, round), "after": after})

    def stop_timer(self, name):
        self._do({"kind": "stop-timer", "timer": timer(name, None)})

    def commit(self, id, round, **others):
        """`others`: parent, of a chain, or slot; and author, transactions, stateId."""
        self._do({"kind": "commit", "entry": {"id": id, "round": round, **others}})

    def entered(self, round, by):
        self._do({"kind": "entered", "round": round, "by": by})

    def certified(self, certificate):
        self._do({"kind": "certified", "certificate": certificate})

    def decided(self, what, allowed, because):
        self._do({"kind": "decided", "what": what, "allowed": allowed, "because": because})

    def refused(self, because):
        self._do({"kind": "refused", "because": because})

    def halted(self):
        self._do({"kind": "halted"})

    def _do(self, effect):
        self.effects.append(effect)


def timer(name, round):
    return {"name": name} if round is None else {"name": name, "round": round}


def plain(value):
    """The same as JSON has it: a list of a set, texts as keys, a text of what is no data."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    return [*map(plain, value)] if isinstance(value, (list, tuple)) else str(value)


class Server:
    """Answers requests. `protocol` is a class of nodes, `about` what `initialize` says of it."""

    def __init__(self, protocol, about, quorum):
        self.protocol = protocol
        self.about = about
        self.nodes = {}
        self.sent = []  # the messages of the present run, in order
        self.methods = {
            "initialize": lambda _: {"version": VERSION, "keepsMessages": True, **about},
            "reset": self.reset,
            "handle": self.handle,
            "state": lambda asked: plain(self.nodes[asked["node"]].state()),
            "shutdown": lambda _: {},
        }
        if hasattr(protocol, "progress"):
            self.methods["progress"] = lambda asked: str(self.nodes[asked["node"]].progress())
        if quorum is not None:
            self.methods["quorum"] = lambda asked: quorum(asked["replicas"], asked["faulty"])

    def reset(self, parameters):
        run = Run(**parameters)
        self.nodes = {id: self.protocol(run, id) for id in run.replicas}
        self.sent = []
        return {}

    def handle(self, asked):
        replica = self.nodes[asked["node"]]
        replica.effects = effects = []
        event = asked["event"]
        kind = event["kind"]
        if kind == "message":
            number, sender = event.get("sent"), event["from"]
            message = event["message"] if number is None else self.sent[number]
            try:
                replica.verify(sender, message)
            except Exception as refusal:
                replica.refused(f"{type(refusal).__name__}: {refusal}")
            else:
                replica.message(sender, message)
        elif kind == "timer":
            replica.timer(event["name"], event.get("round"))
        else:
            replica.start()
        for effect in effects:
            if "message" in effect:
                self.sent.append(effect["message"])
        return {"effects": effects}

    def answer(self, request):
        id = request["id"]
        method = self.methods.get(request["method"])
        if method is None:
            error = {"code": METHOD_NOT_FOUND, "message": "no method " + request["method"]}
            return {"jsonrpc": "2.0", "id": id, "error": error}
        try:
            return {"jsonrpc": "2.0", "id": id, "result": method(request["params"])}
        except Exception as exception:
            traceback.print_exc()
            message = f"{type(exception).__name__}: {exception}"
            return {"jsonrpc": "2.0", "id": id, "error": {"code": FAILED, "message": message}}


def serve(protocol, *, message_types, quorum=None, **about):
    """Runs a protocol until the tool ends. `about`: name, promises, bugs, as `initialize` has them.

    `message_types`: in the order of a round, each type with its role (proposal, vote, timeout,
    request, response), or None. `quorum(replicas, faulty)` is how many distinct identities a
    certificate needs, if that is not the common number.
    """
    about["messageTypes"] = [
        {"type": type} if role is None else {"type": type, "role": role}
        for type, role in message_types.items()
    ]
    server = Server(protocol, about, quorum)
    encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", BUFFER)
    sys.stdout = sys.stderr
    for line in os.fdopen(sys.stdin.fileno(), "rb", BUFFER):
        asked = json.loads(line)
        if isinstance(asked, list):
            answer = [server.answer(each) for each in asked]
        else:
            answer = server.answer(asked)
        answers.write(encode(answer).encode() + b"\n")
        answers.flush()
