/** Shrinking: a law over random failures, and what the shipped counterexamples shrink to. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { roundOf } from "../../../executor/counterexample/shrink/parts.js";
import { shrink } from "../../../executor/counterexample/shrink/shrink.js";
import type { Failing, Shrunk } from "../../../executor/counterexample/shrink/shrink.js";
import { Trials } from "../../../executor/counterexample/shrink/trials.js";
import type { Failure } from "../../../executor/counterexample/shrink/trials.js";
import type { Roster, RoundConfiguration } from "../../../lib/scenario/model.js";
import { nodeId } from "../../../lib/protocol/ids.js";
import type { NodeId, ReplicaId } from "../../../lib/protocol/ids.js";
import { rosterNodes, rosterOf } from "../../../lib/scenario/roster.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import { UPDATE } from "../../support/update.js";
import { attackCases, failing, failingCase, shippedCases } from "./support.js";

const PINNED = new URL("shipped.txt", import.meta.url);

type Rounds = readonly RoundConfiguration[];

/** How a scenario fails, if it does, and if it may be run at all. */
function failureOf({ run, context }: Failing, roster: Roster, rounds: Rounds): Failure | undefined {
  const subject = { roster, rounds, guilty: [], pinned: [] };
  const trials = new Trials(run, { ...context, roster });
  return trials.isValid(subject) ? trials.run(subject).failure : undefined;
}

interface Smaller {
  readonly roster: Roster;
  readonly rounds: Rounds;
  /** Who would have to be guilty. */
  readonly guilty: readonly ReplicaId[];
}

/** Everything that one step could take away, made without the passes. */
function smaller({ roster, scenario, failure: { guilty } }: Shrunk): readonly Smaller[] {
  const { rounds } = scenario;
  const nodes = rosterNodes(roster).map(({ id }) => id);
  const changed = (index: number, change: Partial<RoundConfiguration>): Rounds =>
    rounds.map((round, at) => (at === index ? { ...round, ...change } : round));
  const same = rounds.flatMap((round, index): Rounds[] => [
    ...(rounds.length > 1 ? [rounds.filter((_, at) => at !== index)] : []),
    ...(round.partition.length > 1 ? [changed(index, { partition: [nodes] })] : []),
    ...round.drops.map((drop) => changed(index, { drops: without(round.drops, drop) })),
    ...withoutParts(round).map((each) => rounds.map((other) => (other === round ? each : other))),
  ]);
  const twins = rounds.every(isPlain) ? roster.twins : [];
  const twinless = twins.map((twin) => {
    const gone = nodeId(`${twin}'`);
    return {
      roster: rosterOf(roster.replicas, without(roster.twins, twin), roster.faulty),
      guilty: without(guilty, twin),
      rounds: rounds.map((round) => withoutNode(round, gone)),
    };
  });
  return [...same.map((each) => ({ roster, guilty, rounds: each })), ...twinless];
}

/** The round without one of the parts that version 2 of the language added. */
function withoutParts(round: RoundConfiguration): readonly RoundConfiguration[] {
  const { phases = [], hears = [], exceptions = [], restarts = [] } = round;
  return [
    ...phases.map((gone) => ({ ...round, phases: without(phases, gone) })),
    ...hears.map((gone) => ({ ...round, hears: without(hears, gone) })),
    ...exceptions.map((gone) => ({ ...round, exceptions: without(exceptions, gone) })),
    ...restarts.map((gone) => ({ ...round, restarts: without(restarts, gone) })),
    ...(round.order === undefined ? [] : [{ ...round, order: undefined }]),
  ].map(roundOf);
}

/** Whether it has none of them. */
const isPlain = ({ phases, hears, exceptions, restarts, order }: RoundConfiguration): boolean =>
  [phases, hears, exceptions, restarts, order].every((part) => part === undefined);

/** A plain round without a node. */
function withoutNode(round: RoundConfiguration, gone: NodeId): RoundConfiguration {
  const { leader, partition, drops } = round;
  return {
    leader,
    partition: partition.map((group) => without(group, gone)).filter(({ length }) => length > 0),
    drops: drops.filter(({ from, to }) => from !== gone && to !== gone),
  };
}

const without = <T>(items: readonly T[], gone: T): readonly T[] =>
  items.filter((item) => item !== gone);

/** Random failures: of four replicas and a twin, with a bug that random scenarios show. */
const SUBJECTS = [
  { protocol: "diembft", bugs: ["small_quorum"] },
  { protocol: "diembft", bugs: ["conflicting_votes"] },
  { protocol: "hotstuff", bugs: ["votes_again"] },
  { protocol: "streamlet", bugs: ["small_quorum"] },
  { protocol: "tendermint", bugs: ["precommit_on_f_plus_1"] },
  { protocol: "pbft", bugs: ["small_prepare"] },
] as const;

const NODES = ["a", "b", "c", "d", "a'"];

const round = fc
  .tuple(
    fc.constantFrom("a", "a", "b", "c"),
    fc.array(fc.nat({ max: 1 }), { minLength: NODES.length, maxLength: NODES.length }),
    fc.array(fc.tuple(fc.constantFrom(...NODES), fc.constantFrom(...NODES)), { maxLength: 2 }),
  )
  .map(([leader, sides, drops]) => {
    const groups = [0, 1].map((side) => NODES.filter((_, at) => sides[at] === side));
    const partition = groups.filter((group) => group.length > 0).map((group) => group.join(" "));
    const lost = drops.map(([from, to]) => `${from}>${to} *`);
    const text = partition.length === 1 ? "all" : partition.join(" | ");
    return `${leader}: ${text}${lost.length === 0 ? "" : ` / ${[...new Set(lost)].join(", ")}`}`;
  });

const failures = fc
  .tuple(fc.constantFrom(...SUBJECTS), fc.array(round, { minLength: 1, maxLength: 5 }))
  .map(([given, rounds]) => failing(rounds.join("; "), { ...given, twins: [0] }));

/** The law: the same property, the same guilty, and no single step leads further. */
function holds(given: Failing): boolean {
  const { roster } = given.context;
  const before = failureOf(given, roster, given.scenario.rounds);
  const shrunk = shrink(given);
  expect(shrunk === undefined).to.equal(before === undefined);
  if (shrunk === undefined || before === undefined) return false;
  const { roster: left, scenario, failure, isMinimal } = shrunk;
  expect(failureOf(given, left, scenario.rounds)).to.deep.equal(failure);
  expect(failure.about).to.equal(before.about);
  const equivocators = roster.twins.filter((twin) => !left.twins.includes(twin));
  const kept = before.guilty.filter((replica) => !equivocators.includes(replica));
  expect(failure.guilty).to.have.length(kept.length);
  expect(isMinimal).to.equal(true);
  for (const each of smaller(shrunk)) {
    const found = failureOf(given, each.roster, each.rounds);
    const alike = { about: failure.about, guilty: each.guilty };
    expect(found, `to ${notationOf(each.rounds)}`).to.not.deep.equal(alike);
  }
  return true;
}

describe("shrinking", function () {
  this.timeout(120_000);

  it("keeps the property and the guilty, and no single step leads further", () => {
    let shrunkOnes = 0;
    fc.assert(
      fc.property(failures, (given) => {
        if (holds(given)) shrunkOnes++;
      }),
      { numRuns: 60 },
    );
    expect(shrunkOnes).to.be.greaterThan(10);
  });

  it("does so for everything that the shipped configs and attacks show", async () => {
    const all = [...shippedCases(), ...(await attackCases())];
    const failed = all.filter((each) => holds(failingCase(each)));
    expect(failed.length).to.be.greaterThan(all.length / 3);
  });

  it("gives the same result and the same steps again", () => {
    const given = failing("a: a b | c d a' x2; b: all / b>a vote; a: a b | c d a'; c: all", {
      ...{ bugs: ["small_quorum"], twins: [0] },
    });
    const [one, other] = [shrink(given), shrink(given)];
    expect(one?.steps).to.be.an("array").that.is.not.empty;
    expect(one?.steps).to.deep.equal(other?.steps);
    expect(one?.scenario).to.deep.equal(other?.scenario);
  });

  it("leaves out replicas with the faults that they are there for", () => {
    const shrunk = shrink(
      failing("a: a b c d e f g a'; b: all; c: all", {
        ...{ bugs: ["conflicting_votes"], replicas: 7, twins: [0] },
      }),
    );
    expect(shrunk?.roster).to.deep.equal({
      replicas: ["a", "b", "c", "d", "e", "f", "g"],
      twins: ["a"],
      faulty: 2,
    });
    const small = shrink(
      failing("a: all; b: all; c: all", { bugs: ["small_quorum"], replicas: 7, twins: [0] }),
    );
    expect(small?.roster).to.deep.include({ twins: [], faulty: 1 });
    expect(small?.roster.replicas).to.have.length(4);
  });

  it("leaves alone what does not fail", () => {
    expect(shrink(failing("a: all x2", { bugs: [] }))).to.equal(undefined);
  });

  it("shrinks what the shipped configs show to scenarios that a person would write", () => {
    const lines = shippedCases().flatMap((each) => {
      const shrunk = shrink(failingCase(each));
      if (shrunk === undefined) return [];
      const { roster, scenario, failure } = shrunk;
      const guilty = failure.guilty.length === 0 ? "nobody" : failure.guilty.join(" ");
      const twins = roster.twins.length === 0 ? "none" : roster.twins.join(" ");
      return [each.name, `    ${failure.about}; guilty: ${guilty}; twins: ${twins}`].concat([
        `    from ${notationOf(each.case.scenario.rounds)}`,
        `    to   ${scenario.id}`,
      ]);
    });
    const now = lines.map((line) => `${line}\n`).join("");
    if (UPDATE) writeFileSync(PINNED, now);
    else expect(now).to.equal(readFileSync(PINNED, "utf8"));
  });
});
