/** What a verdict on a cluster run says, and which injected bugs show in it. */
import { expect } from "chai";
import { leaders } from "../../cluster/findings.js";
import { runCluster } from "../../cluster/run.js";
import { verdictOf } from "../../cluster/verdict.js";
import { configOf, shipped, SMALL } from "./support.js";
import type { Document } from "./support.js";

const problemsOf = (document: Document): readonly string[] =>
  verdictOf(runCluster(configOf({ ...document, crypto: "structural" }))).problems;

const LOSS = { type: "loss", src: "_", dest: "_", msgType: "*", round: "_" };

describe("the verdict", () => {
  it("says who was not answered, and when the timeout passed", () => {
    const workloads = [{ type: "flood", count: 5, clients: 2, timeout: 700 }];
    const problems = problemsOf({ ...SMALL, workloads, failures: { list: [LOSS] } });
    expect(problems[0]).to.match(/^liveness is violated: .* reached round 1 but committed nothing/);
    expect(problems.slice(1)).to.deep.equal([
      "client0 (flood): 5 of 5 requests unanswered when its timeout passed at 700 ms",
      "client1 (flood): 5 of 5 requests unanswered when its timeout passed at 700 ms",
    ]);
  });

  it("says who lags at the deadline", () => {
    const list = [{ ...LOSS, dest: "replica3" }];
    const problems = problemsOf({ ...SMALL, deadline: 3000, failures: { list } });
    expect(problems).to.have.length(1);
    expect(problems[0]).to.match(
      /^replica3 had committed 0 of \d+ blocks by the end at 3\d\d\d ms$/,
    );
  });

  const EXPECTED: readonly (readonly [expect: object, problem: RegExp])[] = [
    [{ synced: { replica1: [2] } }, /^expected synced: replica1 in 2, and found: none$/],
    [{ failedRounds: [3] }, /^expected failedRounds: 3, and found: none$/],
    [{ outOfTurn: { replica0: [9] } }, /^expected outOfTurn: replica0 in 9, and found: none$/],
    [{ skippedRounds: { replica2: [1] } }, /^expected skippedRounds: replica2 in 1, and found: /],
    [{ restarts: { replica0: 2 } }, /^expected restarts: replica0 2x, and found: none$/],
    [{ retransmissions: 7 }, /^expected retransmissions: 7, and found: 0$/],
    [{ rejected: ["mempool-full"] }, /^expected rejected: mempool-full, and found: none$/],
  ];
  for (const [expected, problem] of EXPECTED) {
    it(`misses what was expected: ${JSON.stringify(expected)}`, () => {
      const problems = problemsOf({ ...SMALL, expect: expected });
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(problem);
    });
  }

  it("with an expectation, a failure that hits nothing is one too many", () => {
    const failures = { list: [{ ...LOSS, round: [99] }] };
    expect(problemsOf({ ...SMALL, failures, expect: {} })).to.deep.equal([
      "a failure hit nothing: loss of any message, anyone to anyone, round 99",
    ]);
  });

  const BUGS: readonly (readonly [bug: string, config: string, problem: RegExp])[] = [
    ["small_quorum", "two_clients", /^certificate-quorum is violated/],
    ["long_commit_chain", "syncup_middle_of_chain", /^agreement is violated: .*execution state/],
  ];
  for (const [bug, config, problem] of BUGS) {
    it(`an injected ${bug} shows`, () => {
      const problems = problemsOf({ ...shipped(config), bugs: [bug] });
      expect(
        problems.some((each) => problem.test(each)),
        problems.join("\n"),
      ).to.equal(true);
    });
  }

  for (const replicas of [4, 6]) {
    it(`an injected amnesia shows, n ${replicas}: a restarted replica votes in a round it gave up`, () => {
      const ofRound3 = { src: "leader", msgType: "proposal", round: [3] };
      const list = [
        ...(replicas === 6 ? [{ ...ofRound3, type: "loss", dest: "replica4" }] : []),
        { ...ofRound3, type: "loss", dest: "replica3" },
        { ...ofRound3, type: "delay", dest: "replica2", val: 1200 },
        { type: "restart", src: "replica2", dest: "_", msgType: "timeout", round: [3] },
      ];
      const workloads = [{ type: "flood", count: 20 }];
      const timing = { transmissionDelayBound: 250, delay: { fixed: 100 } };
      const document = { ...SMALL, replicas, ...timing, workloads, failures: { list } };
      expect(problemsOf(document)).to.deep.equal([]);
      expect(problemsOf({ ...document, bugs: ["amnesia"] })).to.deep.equal([
        "vote-once is violated: " +
          "replica2 voted for replica1@3 in round 3, after timing out of round 3",
      ]);
    });
  }
});

describe("reputation election at work", () => {
  it("elects leaders other than round robin, on whom all replicas agree", () => {
    const result = runCluster(configOf({ ...shipped("normal_operation"), crypto: "structural" }));
    for (const [round, known] of result.observer.leaders) {
      expect([...known.keys()], `leaders of round ${round}`).to.have.length(1);
    }
    const { replicas } = result.config;
    const elected = [...leaders(result)].filter(
      ([round, leader]) => leader !== replicas[Math.floor(round / 2) % replicas.length],
    );
    expect(elected.length).to.be.above(10);
  });
});
