/** What a scenario does to messages, and whether a quorum can form under it. */
import { expect } from "chai";
import { MessageWords } from "../../lib/protocol/message-words.js";
import { diembft } from "../../lib/protocols/diembft/protocol.js";
import { Groupings, isQuorumless, scriptedLinks } from "../../executor/run/network/links.js";
import { nodeId, replicaId, round } from "../../lib/protocol/ids.js";
import type { Description } from "../../lib/protocol/description.js";
import type { NodeInfo } from "../../lib/protocol/judging/observed-event.js";
import { DEFAULT_SEMANTICS } from "../../lib/scenario/model.js";
import type { Drop, RoundConfiguration, Semantics } from "../../lib/scenario/model.js";
import type { Fate } from "../../lib/simulation/network/network.js";

const NODES = ["a", "b", "c", "d", "a'"].map((name, index): NodeInfo => ({
  id: nodeId(name),
  index,
  replica: replicaId(name.charAt(0)),
  honest: !name.startsWith("a"),
}));

const groups = (text: string): RoundConfiguration["partition"] =>
  text.split("|").map((group) => group.trim().split(" ").map(nodeId));

const drop = (from: string, to: string, type: Drop["type"]): Drop => ({
  from: nodeId(from),
  to: nodeId(to),
  type,
});

const configuration = (partition: string, ...drops: readonly Drop[]): RoundConfiguration => ({
  leader: replicaId("a"),
  partition: groups(partition),
  drops,
});

const WORDS = new MessageWords(diembft().messageTypes);

const message = (type: string, of: number): Description => ({
  type,
  round: round(of),
  sender: replicaId("a"),
});

/** What becomes of messages sent in a script of two rounds and seven that follow, one by one. */
function network(rounds: readonly RoundConfiguration[], semantics: Partial<Semantics> = {}) {
  const script = {
    rounds,
    semantics: { ...DEFAULT_SEMANTICS, ...semantics },
    lastRound: round(rounds.length + 7),
    words: WORDS,
    delta: 800,
  };
  const links = scriptedLinks(script, new Groupings(NODES.map(({ id }) => id)));
  const node = (name: string): NodeInfo => {
    const info = NODES.find(({ id }) => id === name);
    if (info === undefined) throw new Error(`no node ${name}`);
    return info;
  };
  return (ends: string, type: string, of: number, senderRound = of): string => {
    const [from = "", to = ""] = ends.split(">");
    const envelope = {
      ...{ from: node(from), to: node(to) },
      ...{ message: message(type, of), senderRound: round(senderRound) },
    };
    const fate = links.reduce<Fate>((before, link) => link.apply(envelope, before), 100);
    if (typeof fate === "number") return String(fate);
    return fate.kind === "held" ? `held to ${fate.until}: ${fate.because}` : fate.because;
  };
}

describe("scriptedLinks: partitions", () => {
  const rounds = [configuration("a b | c d a'"), configuration("a b c d a'")];

  it("nodes of one group hear one another, others do not; a node is no more than its group", () => {
    const fate = network(rounds);
    expect(fate("a>b", "proposal", 1)).to.equal("100");
    expect(fate("a>a", "proposal", 1)).to.equal("100");
    expect(fate("a>c", "proposal", 1)).to.equal("partition");
    expect(fate("a>a'", "vote", 1)).to.equal("partition");
    expect(fate("c>a'", "timeout", 1)).to.equal("100");
    expect(fate("c>b", "sync-request", 1)).to.equal("partition");
  });

  it("the round in the message governs it, whatever round its sender is in", () => {
    const fate = network(rounds);
    expect(fate("a>c", "timeout", 1, 5)).to.equal("partition");
    expect(fate("a>c", "vote", 2, 1)).to.equal("100");
  });

  it("or else the sender's round does", () => {
    const fate = network(rounds, { governs: "sender" });
    expect(fate("a>c", "timeout", 1, 5)).to.equal("100");
    expect(fate("a>c", "vote", 2, 1)).to.equal("partition");
  });

  it("after the last round all is healed", () => {
    expect(network(rounds)("a>c", "vote", 3)).to.equal("100");
  });

  it("or else all is silent", () => {
    const fate = network(rounds, { afterLastRound: "silence" });
    expect(fate("a>c", "vote", 2)).to.equal("100");
    expect(fate("a>a", "vote", 3)).to.equal("silence");
  });
});

describe("scriptedLinks: drops", () => {
  const vote = drop("a", "b", "vote");
  const rounds = [
    configuration("a b c | d a'", vote, drop("c", "c", "*")),
    configuration("a b c d a'"),
  ];

  it("lose what they name, in that direction, of that type and round only", () => {
    const fate = network(rounds);
    expect(fate("a>b", "vote", 1)).to.equal("drop");
    expect(fate("b>a", "vote", 1)).to.equal("100");
    expect(fate("a>c", "vote", 1)).to.equal("100");
    expect(fate("a>b", "proposal", 1)).to.equal("100");
    expect(fate("a>b", "vote", 2)).to.equal("100");
  });

  it("of every type, a node's own messages, too", () => {
    const fates = (["proposal", "vote", "timeout", "sync"] as const).map((kind) =>
      network(rounds)("c>c", kind, 1),
    );
    expect(fates).to.deep.equal(["drop", "drop", "drop", "drop"]);
  });

  it("a partition comes first", () => {
    const cut = [configuration("a | b c d a'", vote)];
    expect(network(cut, { drops: "hold" })("a>b", "vote", 1)).to.equal("partition");
  });

  it("hold what they name until after the last scripted round", () => {
    expect(network(rounds, { drops: "hold" })("a>b", "vote", 1)).to.equal("held to 2: drop");
  });

  it("lose a timeout however often it is repeated", () => {
    const fate = network([configuration("a b c d a'", drop("a", "b", "timeout"))]);
    expect([1, 2, 3, 4].map(() => fate("a>b", "timeout", 1))).to.deep.equal([
      "drop",
      "drop",
      "drop",
      "drop",
    ]);
  });

  it("or else let it through from a certain copy on, per link and round; never the partition", () => {
    const dropped = [drop("a", "b", "timeout"), drop("a", "c", "*")];
    const rounds2 = [
      configuration("a b c | d a'", ...dropped),
      configuration("a b c d a'", ...dropped),
    ];
    const fate = network(rounds2, { repeatedTimeouts: { override: 3 } });
    const four = (ends: string, of: number) => [1, 2, 3, 4].map(() => fate(ends, "timeout", of));
    expect(four("a>b", 1)).to.deep.equal(["drop", "drop", "100", "100"]);
    expect(four("a>b", 2)).to.deep.equal(["drop", "drop", "100", "100"]);
    expect(four("a>c", 1)).to.deep.equal(["drop", "drop", "100", "100"]);
    expect(four("a>d", 1)).to.deep.equal(["partition", "partition", "partition", "partition"]);
    expect([1, 2, 3].map(() => fate("a>c", "vote", 1))).to.deep.equal(["drop", "drop", "drop"]);
  });
});

describe("scriptedLinks: the end", () => {
  it("the proposal after the last round arrives and syncs are answered; nothing else, or later", () => {
    const fate = network([configuration("a b c d a'")]);
    expect(fate("a>b", "vote", 8)).to.equal("100");
    expect(fate("a>b", "proposal", 9)).to.equal("100");
    expect(fate("a>b", "sync-response", 12)).to.equal("100");
    expect(fate("a>b", "proposal", 10)).to.equal("after the last round");
    expect(fate("a>b", "vote", 9)).to.equal("after the last round");
    expect(fate("a>b", "timeout", 9)).to.equal("after the last round");
  });
});

describe("isQuorumless", () => {
  const rows: readonly (readonly [shows: string, round: RoundConfiguration, expected: boolean])[] =
    [
      ["everybody together", configuration("a b c d a'"), false],
      ["three identities together", configuration("a b c | d a'"), false],
      ["two nodes of one identity count once", configuration("a a' b | c d"), true],
      ["halves", configuration("a b | c d a'"), false],
      ["halves, the twin alone", configuration("a b | c d | a'"), true],
      [
        "votes reach one node, timeouts none",
        configuration(
          "a b c | d a'",
          drop("a", "a", "timeout"),
          drop("b", "b", "timeout"),
          drop("c", "c", "timeout"),
        ),
        false,
      ],
      [
        "timeouts reach one node, votes none",
        configuration(
          "a b c | d a'",
          drop("a", "a", "vote"),
          drop("b", "b", "vote"),
          drop("c", "c", "vote"),
        ),
        false,
      ],
      [
        "each hears one too few",
        configuration(
          "a b c | d a'",
          drop("a", "a", "*"),
          drop("b", "b", "*"),
          drop("c", "c", "*"),
        ),
        true,
      ],
      [
        "lost proposals and syncs do not matter",
        configuration("a b c | d a'", drop("a", "b", "proposal"), drop("c", "b", "sync")),
        false,
      ],
      [
        "a twin's copy makes up for a loss",
        configuration(
          "a a' b c | d",
          drop("a", "b", "*"),
          drop("a", "c", "*"),
          drop("b", "a", "*"),
          drop("b", "a'", "*"),
        ),
        false,
      ],
    ];
  for (const [shows, each, expected] of rows) {
    it(`${shows}: ${expected ? "quorumless" : "not quorumless"}`, () => {
      expect(isQuorumless(each, NODES, { quorum: 3, words: WORDS })).to.equal(expected);
    });
  }
});
