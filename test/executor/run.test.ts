/** Scenarios as runs: who takes part, how a run goes on and ends, and what is judged. */
import { expect } from "chai";
import fc from "fast-check";
import { runner } from "../../executor/run/run.js";
import type { RunScenario, ScenarioResult } from "../../executor/run/run.js";
import type { RunOptions } from "../../executor/run/world.js";
import { nodeId, replicaId } from "../../lib/protocol/ids.js";
import { blockName } from "../../lib/properties/names.js";
import { protocols } from "../../lib/registry.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { DEFAULT_SEMANTICS } from "../../lib/scenario/model.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../lib/scenario/roster.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import { openSpace } from "../../lib/space/space.js";
import { anyScenario } from "./scenarios.js";
import { transcriptOf } from "./transcript-of.js";

const names = replicaNames(4);

function protocolWith(bugs: readonly string[] = []): AnyProtocol {
  const protocol = protocols.get("diembft")?.create(bugs);
  if (protocol === undefined) throw new Error("there is no DiemBFT");
  return protocol;
}

/** A runner of four replicas; the last so many of them have twins. */
function runnerWith(twins: number, options: Partial<RunOptions> = {}): RunScenario {
  const roster = rosterOf(names, names.slice(names.length - twins));
  return runner({ protocol: protocolWith(), roster, ...options });
}

/** `leader: group | group`, a line for each round. */
const scenario = (...rounds: readonly string[]): Scenario => ({
  id: "by hand",
  rounds: rounds.map((text) => {
    const [leader = "", groups = ""] = text.split(": ");
    const partition = groups.split("|").map((group) => group.trim().split(" ").map(nodeId));
    return { leader: replicaId(leader), partition, drops: [] };
  }),
});

const chains = ({ ledgers, facts }: ScenarioResult): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ledgers.map(({ node, entries }) => [
      node.id,
      entries.map(({ id }) => blockName(facts.tree, id)).join(" "),
    ]),
  );

const violated = ({ verdicts }: ScenarioResult): readonly string[] =>
  [...verdicts].flatMap(([name, { status }]) => (status === "violated" ? [name] : []));

const WHOLE = "a b c d d'";

describe("runner", () => {
  it("runs twins of one identity, each with blocks and a ledger of its own", () => {
    const result = runnerWith(1)(scenario(`d: ${WHOLE}`, `d: ${WHOLE}`));
    const nodes = result.ledgers.map(({ node }) => `${node.id} ${node.replica} ${node.honest}`);
    expect(nodes).to.deep.equal(["a a true", "b b true", "c c true", "d d false", "d' d false"]);
    const proposed = [...result.facts.tree.blocks.keys()];
    const blocks = proposed.map((id) => blockName(result.facts.tree, id));
    expect(blocks.slice(0, 4)).to.deep.equal(["d@1", "d'@1", "d@2", "d'@2"]);
  });

  it("puts into each block who proposed it and when", () => {
    const result = runnerWith(1)(scenario("d: a | b c d d'"));
    const [ledger] = result.ledgers;
    const transactions = ledger?.entries.flatMap((entry) => entry.transactions).join(" ");
    expect(transactions).to.equal(chains(result)["a"]).and.not.equal("");
  });

  it("counts as stable from the round after the last on", () => {
    const stabilization = { rounds: 0, leaders: "honest" } as const;
    const result = runnerWith(1, { stabilization })(scenario(`a: ${WHOLE}`, `a: ${WHOLE}`));
    expect(result.rounds).to.deep.equal([3, 3, 3, 3, 3]);
    expect(result.stabilized).to.equal(true);
  });

  it("goes on after the last round, honest replicas leading in turn", () => {
    const result = runnerWith(1)(scenario(`d: ${WHOLE}`));
    expect(result.ending).to.deep.equal({ kind: "completed" });
    expect(chains(result)["a"]).to.equal("d@1 a@2 b@3 c@4 a@5 b@6 c@7");
    expect(result.rounds).to.deep.equal([9, 9, 9, 9, 9]);
    expect(result).to.include({ committed: true, stabilized: true });
  });

  it("ends after as many rounds as are asked for, led by whom the config says", () => {
    const stabilization = { rounds: 3, leaders: [replicaId("d"), replicaId("b")] };
    const result = runnerWith(0, { stabilization })(scenario("a: a b c d"));
    expect(chains(result)["a"]).to.equal("a@1 d@2 b@3");
  });

  it("ends a quorumless round as a stall, with nothing committed and nothing violated", () => {
    const result = runnerWith(1)(scenario("a: a b | c d d'"));
    expect(result.ending).to.deep.equal({ kind: "stalled" });
    expect(result.rounds).to.deep.equal([1, 1, 1, 1, 1]);
    expect(result).to.include({ committed: false, stabilized: false });
    expect(violated(result)).to.deep.equal([]);
  });

  it("ends a scripted round that some can never leave as a stall, though there is a quorum", () => {
    const run = runner({ protocol: protocolWith(), roster: rosterOf(names, names.slice(0, 1)) });
    const result = run(scenario("a: a b c d | a'", "a: a b | c d a'"));
    expect(result.ending).to.deep.equal({ kind: "stalled" });
    expect(violated(result)).to.deep.equal([]);
    expect(result.rounds.slice(2, 4)).to.deep.equal([1, 1]);
  });

  it("ends inconclusive at a limit", () => {
    const result = runnerWith(1, { limits: { events: 20, time: 1e9 } })(scenario(`d: ${WHOLE}`));
    expect(result.ending).to.deep.equal({ kind: "inconclusive", limit: "events" });
    expect(result.events).to.equal(20);
  });

  it("ends crashed when the protocol throws, with what was done until then", () => {
    const correct = protocolWith();
    let handled = 0;
    const protocol: AnyProtocol = {
      ...correct,
      handle: (state, event, context) => {
        if (++handled > 40) throw new Error("the forty-first");
        return correct.handle(state, event, context);
      },
    };
    const result = runnerWith(0, { protocol })(scenario("a: a b c d"));
    expect(result.ending.kind).to.equal("crashed");
    expect(JSON.stringify(result.ending)).to.match(
      /broken contract: .* threw Error: the forty-first/,
    );
    expect(chains(result)["d"]).to.equal("a@1 a@2 b@3");
  });

  it("starts every run afresh: what it ran before changes nothing", () => {
    const roster = rosterOf(names, names.slice(0, 1));
    const run = runner({ protocol: protocolWith(), roster });
    fc.assert(
      fc.property(anyScenario(roster, 4), anyScenario(roster, 4), (one, other) => {
        const first = transcriptOf(run, one);
        run(other);
        expect(transcriptOf(run, one)).to.deep.equal(first);
        const alone = runner({ protocol: protocolWith(), roster });
        expect(transcriptOf(alone, one)).to.deep.equal(first);
      }),
      { numRuns: 30 },
    );
  });

  it("takes from a space, or from a file's header, what it is not told", () => {
    const document = {
      ...{ replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } },
      semantics: { afterLastRound: "silence" },
    } as const;
    const read = readSpaceConfig(document);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const space = openSpace(read.value);
    const { roster, semantics } = read.value;
    const protocol = protocolWith();
    const each = scenario("a: a b c d | a'");
    const told = transcriptOf(runner({ protocol, roster, semantics }), each);
    expect(transcriptOf(runner({ protocol, space }), each)).to.deep.equal(told);
    const heals = transcriptOf(runner({ protocol, roster }), each);
    expect(heals).not.to.deep.equal(told);
    const explicit = runner({ protocol, space, semantics: DEFAULT_SEMANTICS });
    expect(transcriptOf(explicit, each)).to.deep.equal(heals);
    const stabilization = { rounds: 2, leaders: [replicaId("b")] };
    const header = { roster, semantics, stabilization };
    const fromHeader = transcriptOf(runner({ protocol, header }), each);
    expect(fromHeader).to.deep.equal(
      transcriptOf(runner({ protocol, roster, semantics, stabilization }), each),
    );
  });

  it("an observer changes nothing", () => {
    const run = runnerWith(1);
    fc.assert(
      fc.property(anyScenario(rosterOf(names, names.slice(3)), 4), (each) => {
        const told: string[] = [];
        const watched = run(each, ({ kind }) => told.push(kind));
        const unwatched = run(each);
        expect(watched.events).to.equal(unwatched.events);
        expect(watched.verdicts).to.deep.equal(unwatched.verdicts);
        expect(chains(watched)).to.deep.equal(chains(unwatched));
        const handled = told.filter((kind) => /^(started|delivered|fired)$/.test(kind));
        expect(handled).to.have.length(watched.events);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a static split with a quorum on both sides", () => {
  // That takes more twins than f: c and d.
  const split = (rounds: number): ScenarioResult =>
    runnerWith(2)(scenario(...Array.from({ length: rounds }, () => "d: a c d | b c' d'")));

  it("needs three rounds before two forks can both commit", () => {
    expect([1, 2].map((rounds) => violated(split(rounds)).includes("agreement"))).to.deep.equal([
      false,
      false,
    ]);
    expect(violated(split(3))).to.include("agreement");
    const { a, b } = chains(split(3));
    expect([a?.split(" ")[0], b?.split(" ")[0]]).to.deep.equal(["d@1", "d'@1"]);
  });
});
