/** Sharing runs between scenarios changes no result, and spares the runs that cannot differ. */
import { expect } from "chai";
import { recordOf } from "../../../executor/results/record.js";
import { runner } from "../../../executor/run/run.js";
import { sharingRunner } from "../../../executor/run/sharing/sharing-runner.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import { protocols } from "../../../lib/registry.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { keyedPermutation, openSpace, readSpaceConfig } from "../../../lib/space/index.js";

const SCENARIOS = 600;

/** The space of these few rounds, and the first of its scenarios in random order. */
function drawn(config: object) {
  const read = readSpaceConfig({ replicas: 4, twins: 1, partitions: { groups: 2 }, ...config });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const space = openSpace(read.value);
  const { scenarios } = space.counts;
  const order = keyedPermutation(scenarios, "sharing", "scenarios");
  const count = Math.min(SCENARIOS, Number(scenarios));
  return {
    options: { roster: read.value.roster, semantics: read.value.semantics },
    scenarios: Array.from({ length: count }, (_, place) => space.scenario(order.at(BigInt(place)))),
  };
}

/** A protocol that counts how many runs it takes part in. */
function counting(protocol: AnyProtocol): {
  readonly protocol: AnyProtocol;
  readonly runs: () => number;
} {
  let runs = 0;
  const init: AnyProtocol["init"] = (context) => {
    if (context.self === "a") runs += 1;
    return protocol.init(context);
  };
  return { protocol: { ...protocol, init }, runs: () => runs / 2 };
}

const protocolNamed = (name: string, bugs: readonly string[]): AnyProtocol => {
  const made = protocols.get(name)?.create(bugs);
  if (made === undefined) throw new Error(`there is no ${name}`);
  return made;
};

interface Sample {
  readonly says: string;
  readonly name: string;
  readonly bugs?: readonly string[];
  readonly config: object;
}

const SAMPLES: readonly Sample[] = [
  { says: "DiemBFT", name: "diembft", config: { rounds: 4 } },
  {
    says: "DiemBFT with a bug, any leader and drops",
    name: "diembft",
    bugs: ["conflicting_votes"],
    config: { rounds: 3, leaders: { eligible: "any" }, drops: { limit: 1 } },
  },
  {
    says: "messages governed by their senders, and silence",
    name: "diembft",
    config: { rounds: 4, semantics: { governs: "sender", afterLastRound: "silence" } },
  },
  {
    says: "drops that are held",
    name: "diembft",
    config: { rounds: 3, drops: { limit: 1 }, semantics: { drops: "hold" } },
  },
  { says: "Streamlet", name: "streamlet", config: { rounds: 3 } },
  { says: "Tendermint", name: "tendermint", config: { rounds: 3, leaders: { eligible: "any" } } },
  { says: "PBFT", name: "pbft", config: { rounds: 3 } },
  { says: "a protocol that assumes synchrony", name: "sync-hotstuff", config: { rounds: 3 } },
];

describe("sharing runs", function () {
  this.timeout(120_000);
  for (const { says, name, bugs = [], config } of SAMPLES) {
    it(`gives each scenario the record of its own run: ${says}`, () => {
      const { options, scenarios } = drawn(config);
      const protocol = protocolNamed(name, bugs);
      const alone = runner({ ...options, protocol });
      const shared = sharingRunner({ ...options, protocol }, recordOf);
      for (const scenario of scenarios) {
        const record = { ...shared(scenario), id: scenario.id };
        expect(record).to.deep.equal(recordOf(alone(scenario)));
      }
    });
  }

  it("runs scenarios that differ after a stall once", () => {
    const { options, scenarios } = drawn({ rounds: 5 });
    const { protocol, runs } = counting(protocolNamed("diembft", []));
    const shared = sharingRunner({ ...options, protocol }, recordOf);
    for (const scenario of scenarios) shared(scenario);
    expect(runs()).to.be.within(1, 0.75 * scenarios.length);
    const before = runs();
    for (const scenario of scenarios) shared(scenario);
    expect(runs()).to.equal(before);
  });

  it("tells scenarios apart by how many rounds they script", () => {
    const { options, scenarios } = drawn({ rounds: 2 });
    const protocol = protocolNamed("diembft", []);
    const shared = sharingRunner({ ...options, protocol }, recordOf);
    for (const scenario of scenarios) {
      const longer: Scenario = { ...scenario, rounds: [...scenario.rounds, ...scenario.rounds] };
      shared(longer);
      const record = { ...shared(scenario), id: scenario.id };
      expect(record).to.deep.equal(recordOf(runner({ ...options, protocol })(scenario)));
    }
  });

  it("runs every scenario with parts of version 2, whatever was run before", () => {
    const { options, scenarios } = drawn({ rounds: 2 });
    const { protocol, runs } = counting(protocolNamed("diembft", []));
    const shared = sharingRunner({ ...options, protocol }, recordOf);
    const [first] = scenarios;
    if (first === undefined) throw new Error("the space is empty");
    const rounds = first.rounds.map((each) => ({ ...each, order: 1 }));
    for (let turn = 0; turn < 3; turn += 1) shared({ ...first, rounds });
    expect(runs()).to.equal(3);
  });
});
