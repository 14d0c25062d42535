/** Routes say of all receivers at once what the links say of each copy. */
import { expect } from "chai";
import fc from "fast-check";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { DEFAULT_SEMANTICS } from "../../lib/scenario/model.js";
import type { RoundConfiguration, Semantics } from "../../lib/scenario/model.js";
import { streamlet } from "../../lib/protocols/streamlet/streamlet.js";
import { diembft } from "../../lib/protocols/diembft/protocol.js";
import type { Fate } from "../../lib/simulation/network/network.js";
import { scriptedLinks } from "../../executor/run/network/links.js";
import { RouteTables, scriptedRoutes } from "../../executor/run/network/routes.js";
import { topologyOf } from "../../executor/run/world.js";
import { partsOf } from "../scenario/arbitrary.js";

const REPLICAS = ["a", "b", "c", "d"].map(replicaId);
const ROSTER = { replicas: REPLICAS, twins: REPLICAS.slice(0, 1), faulty: 1 };
const DELAY = 100;

for (const protocol of [diembft(), streamlet()]) {
  const topology = topologyOf(ROSTER, protocol);
  const { nodes, words, groupings } = topology;
  const anyNode = fc.constantFrom(...nodes);
  const types = protocol.messageTypes.map(({ type }) => type);
  const drop = fc.record({
    from: anyNode.map(({ id }) => id),
    to: anyNode.map(({ id }) => id),
    type: fc.constantFrom(...words.all),
  });
  /** What version 2 says of links, as far as it loses messages: the rest has no routes. */
  const parts = partsOf(
    nodes.map(({ id }) => id),
    words.all,
  ).map(({ phases, hears, exceptions }) => ({
    ...(phases === undefined ? {} : { phases }),
    ...(hears === undefined ? {} : { hears }),
    ...(exceptions === undefined
      ? {}
      : { exceptions: exceptions.map((each) => ({ ...each, effect: "drop" as const })) }),
  }));
  const plain: fc.Arbitrary<RoundConfiguration> = fc.record({
    leader: fc.constantFrom(...REPLICAS),
    partition: fc
      .array(fc.nat(2), { minLength: nodes.length, maxLength: nodes.length })
      .map((groups) =>
        [0, 1, 2].map((group) => nodes.filter((_, at) => groups[at] === group).map(({ id }) => id)),
      ),
    drops: fc.array(drop, { maxLength: 2 }),
  });
  const configuration = fc
    .tuple(plain, fc.option(parts, { nil: {} }))
    .map(([round, further]): RoundConfiguration => ({ ...round, ...further }));
  const semantics: fc.Arbitrary<Semantics> = fc.record({
    ...{ governs: fc.constantFrom("message", "sender"), drops: fc.constant("lose") },
    afterLastRound: fc.constantFrom("heal", "silence"),
    repeatedTimeouts: fc.constant("obey"),
  });

  describe(`routes of ${protocol.name}`, () => {
    it("lead wherever the links let a copy through", () => {
      fc.assert(
        fc.property(
          fc.array(configuration, { minLength: 1, maxLength: 3 }),
          semantics,
          fc.record({ from: anyNode, type: fc.constantFrom(...types), at: fc.nat(6) }),
          fc.nat(6),
          (rounds, rules, sent, senderRound) => {
            const lastRound = round(rounds.length + 1);
            const script = { rounds, semantics: rules, lastRound, words, delta: 800 };
            const links = scriptedLinks(script, groupings);
            const tables = new RouteTables(nodes, words, groupings);
            const routes = scriptedRoutes(script, tables, { delay: DELAY });
            const { from, type, at } = sent;
            const message = { type, round: round(at), sender: from.replica };
            const outbound = { from, message, senderRound: round(senderRound) };
            const delivered = nodes.filter((to) => {
              const start: Fate = DELAY;
              const apply = (fate: Fate, link: (typeof links)[number]): Fate =>
                link.apply({ ...outbound, to }, fate);
              return links.reduce(apply, start) === DELAY;
            });
            expect(routes?.receivers(outbound)).to.deep.equal(delivered);
            const reached = nodes.filter((to) => routes?.receivers(outbound).includes(to) === true);
            expect(reached).to.deep.equal(delivered);
          },
        ),
        { numRuns: 300 },
      );
    });

    it("are none where drops hold messages, or count them", () => {
      const [one] = fc.sample(configuration, 1);
      const link = { from: nodes[0]?.id, to: nodes[1]?.id, type: "*" };
      const rounds = [{ ...one, drops: [link] }] as unknown as readonly RoundConfiguration[];
      const tables = new RouteTables(nodes, words, groupings);
      const routesUnder = (rules: Partial<Semantics>) =>
        scriptedRoutes(
          {
            rounds,
            semantics: { ...DEFAULT_SEMANTICS, ...rules },
            lastRound: round(2),
            words,
            delta: 800,
          },
          tables,
          { delay: DELAY },
        );
      expect(routesUnder({ drops: "hold" })).to.equal(undefined);
      expect(routesUnder({ repeatedTimeouts: { override: 2 } })).to.equal(undefined);
      expect(routesUnder({})).to.not.equal(undefined);
    });
  });
}
