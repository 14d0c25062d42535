/** How renamings of nodes act on round configurations. */
import type { RoundConfiguration } from "../../scenario/model.js";
import { rosterNodes } from "../../scenario/roster.js";
import {
  groupNumbers,
  groupsKey,
  partsKey,
  positionedParts,
  renamedGroups,
  renamedParts,
} from "./positioned-parts.js";
import type { PositionedParts } from "./positioned-parts.js";
import { renamingGenerators } from "./renaming.js";
import type { Renaming } from "./renaming.js";
import type { Space } from "../space.js";

/** A renaming, and where it takes each round configuration. */
export interface GroupElement {
  readonly renaming: Renaming;
  readonly action: Int32Array;
}

/** How the generators act; undefined if one leads out of the space. */
export function generatorActions({
  config,
  configurations,
}: Space): readonly GroupElement[] | undefined {
  const { roster } = config;
  const position = new Map(rosterNodes(roster).map(({ id }, at) => [id, at]));
  const leaderOf = rosterNodes(roster).map(({ replica }) => roster.replicas.indexOf(replica));
  const rounds = Array.from({ length: Number(configurations.size) }, (_, at) =>
    positioned(configurations.unrank(BigInt(at))),
  );
  const numbers = new Map(rounds.map((round, at) => [keyOf(round), at]));

  function positioned(round: RoundConfiguration): PositionedRound {
    return {
      leader: roster.replicas.indexOf(round.leader),
      groups: groupNumbers(round.partition, position),
      parts: positionedParts(round, position),
    };
  }

  function renamed(
    { leader, groups, parts }: PositionedRound,
    renaming: Renaming,
  ): PositionedRound {
    return {
      leader: leaderOf[renaming[leader] ?? 0] ?? 0,
      groups: renamedGroups(groups, renaming),
      parts: renamedParts(parts, renaming),
    };
  }

  const found = renamingGenerators(roster).map((renaming) => ({
    renaming,
    action: Int32Array.from(rounds, (round) => numbers.get(keyOf(renamed(round, renaming))) ?? -1),
  }));
  return found.some(({ action }) => action.includes(-1)) ? undefined : found;
}

/** A round by the positions of its leader and, for every node, of its group. */
interface PositionedRound {
  readonly leader: number;
  readonly groups: readonly number[];
  readonly parts: PositionedParts;
}

/** The same whatever the order of the groups. */
const keyOf = ({ leader, groups, parts }: PositionedRound): string =>
  `${leader}:${groupsKey(groups)}${partsKey(parts)}`;

/** All renamings: whatever the basic ones lead to, until nothing new is found. */
export function closure(
  generators: readonly GroupElement[],
  identity: GroupElement,
): readonly Int32Array[] {
  const known = new Set([identity.renaming.join()]);
  const found = [identity];
  for (const first of found) {
    for (const then of generators) {
      const renaming = first.renaming.map((at) => then.renaming[at] ?? at);
      const key = renaming.join();
      if (known.has(key)) continue;
      known.add(key);
      found.push({ renaming, action: first.action.map((at) => then.action[at] ?? at) });
    }
  }
  return found.map(({ action }) => action);
}
