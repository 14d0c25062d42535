/** Leaves restarts out of scenarios so that no more replicas are faulty than a roster allows. */
import type { ReplicaId } from "../../lib/protocol/ids.js";
import { notationOf } from "../../lib/scenario/notation.js";
import type { Roster, RoundConfiguration, Scenario } from "../../lib/scenario/model.js";
import { rosterNodes } from "../../lib/scenario/roster.js";

/**
 * The same scenarios. A replica that restarts without its state is as faulty as one with a twin:
 * what fails with more faulty replicas than the protocol tolerates, or than have a twin anyway, is
 * no bug. The first restarts of a scenario stay.
 */
export function* withinFaults(
  draws: Iterable<Scenario>,
  roster: Roster,
): Generator<Scenario, void> {
  const replicas = new Map(rosterNodes(roster).map(({ id, replica }) => [id, replica]));
  const most = Math.max(roster.faulty, roster.twins.length);
  for (const scenario of draws) {
    const faulty = new Set<ReplicaId | undefined>(roster.twins);
    const isAllowed: IsAllowed = ({ node, state }) => {
      const replica = replicas.get(node);
      if (state === "durable" || faulty.has(replica)) return true;
      if (faulty.size === most) return false;
      faulty.add(replica);
      return true;
    };
    yield withRestarts(scenario, isAllowed);
  }
}

type IsAllowed = (restart: NonNullable<RoundConfiguration["restarts"]>[number]) => boolean;

/** With those restarts alone; named by its notation if it has fewer. */
function withRestarts(scenario: Scenario, isAllowed: IsAllowed): Scenario {
  const rounds = scenario.rounds.map((each): RoundConfiguration => {
    const { restarts, ...rest } = each;
    if (restarts === undefined) return each;
    const allowed = restarts.filter(isAllowed);
    if (allowed.length === restarts.length) return each;
    return allowed.length === 0 ? rest : { ...rest, restarts: allowed };
  });
  const isSame = rounds.every((each, index) => each === scenario.rounds[index]);
  return isSame ? scenario : { id: notationOf(rounds), rounds };
}
