/** Spaces for tests. */
import { valueOf } from "../../lib/scenario/input/problem.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import type { SpaceDocument } from "../../lib/space/config.js";
import { openSpace } from "../../lib/space/space.js";
import type { Space } from "../../lib/space/space.js";

/** The space of a config as a person writes it. */
export const open = (document: SpaceDocument): Space =>
  openSpace(valueOf(readSpaceConfig(document)));

/** The paper's space: twinned leaders, exactly so many groups. */
export const paperSpace = (
  [replicas, twins, groups, rounds]: readonly [number, number, number, number],
  rest: SpaceDocument = {},
): Space => open({ replicas, twins, rounds, partitions: { groups }, ...rest });

/** `a: ab|c` with `-ab vote` for every drop. */
export const written = ({ leader, partition, drops }: RoundConfiguration): string =>
  [
    `${leader}: ${partition.map((group) => group.join("")).join("|")}`,
    ...drops.map(({ from, to, type }) => `-${from}${to} ${type}`),
  ].join(" ");

/** The first rounds of a space's scenarios. */
export const firstRounds = (space: Space, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    space.scenario(BigInt(index)).rounds.slice(0, 1).map(written).join(),
  );
