/** Random scenarios of a roster. */
import fc from "fast-check";
import type { Roster, RoundConfiguration, Scenario } from "../../lib/scenario/model.js";
import { rosterNodes } from "../../lib/scenario/roster.js";
import { MessageWords } from "../../lib/protocol/message-words.js";
import { diembft } from "../../lib/protocols/diembft/protocol.js";

const DROPPED = new MessageWords(diembft().messageTypes).all;

/** Any scenario of a roster: leaders, partitions into up to three groups, now and then drops. */
export function anyScenario(roster: Roster, rounds: number): fc.Arbitrary<Scenario> {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  const node = fc.constantFrom(...nodes);
  const partition = fc
    .array(fc.nat(2), { minLength: nodes.length, maxLength: nodes.length })
    .map((groups) =>
      [0, 1, 2]
        .map((group) => nodes.filter((_, index) => groups[index] === group))
        .filter((group) => group.length > 0),
    );
  const drop = fc.record({ from: node, to: node, type: fc.constantFrom(...DROPPED) });
  const round: fc.Arbitrary<RoundConfiguration> = fc.record({
    leader: fc.constantFrom(...roster.replicas),
    partition,
    drops: fc.array(drop, { maxLength: 2 }),
  });
  return fc
    .array(round, { minLength: 1, maxLength: rounds })
    .map((scripted) => ({ id: "any", rounds: scripted }));
}
