/** Converts rounds to and from the format of the original DistAlgo tools. */
import type { ReplicaId } from "../../protocol/ids.js";
import { pythonList } from "./encoder.js";
import type { Roster, RoundConfiguration, Stabilization } from "../model.js";
import { show } from "../input/problem.js";
import { isMessageWord } from "../read-nodes.js";
import { originalOf, rosterNodes, twinOf } from "../roster.js";

/*
 * The original course system's file, written by Python's json module: three lines (replicas, twin
 * nodes, injected bugs), then a scenario per line as [[leader, partition, [[from, to, type], ...]],
 * ...], of which the last seven rounds are stabilisation.
 */

/** How many rounds at the end of every scenario the original counts as stabilisation. */
const STABILIZATION_ROUNDS = 7;
/** Any node, in a drop. */
const ANYONE = "_";

const names = (items: readonly string[]): string =>
  pythonList(items.map((item) => JSON.stringify(item)));

/** The three lines before the scenarios; the generator injects no bugs. */
export const distalgoHeader = ({ replicas, twins }: Roster): string =>
  `${names(replicas.map(originalOf))}\n${names(twins.map(twinOf))}\n${names([])}\n`;

export const distalgoRound = ({ leader, partition, drops }: RoundConfiguration): string =>
  pythonList([
    JSON.stringify(leader),
    pythonList(partition.map(names)),
    pythonList(drops.map(({ from, to, type }) => names([from, to, type]))),
  ]);

/**
 * Converts the line of a scenario to a document of our format; values without the original's shape
 * are unchanged. A leader that is a twin node becomes its replica, all of whose nodes lead.
 */
export function roundDocuments(line: unknown, roster: Roster): unknown {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  return Array.isArray(line) ? line.map((round) => roundDocument(round, nodes)) : line;
}

type Triple = readonly [unknown, unknown, unknown];

const isTriple = (value: unknown): value is Triple => Array.isArray(value) && value.length === 3;

function roundDocument(round: unknown, nodes: readonly string[]): unknown {
  if (!isTriple(round)) return round;
  const [leader, partition, drops] = round;
  return {
    leader: typeof leader === "string" ? leader.replace(/'$/, "") : leader,
    partition,
    drops: Array.isArray(drops) ? dropDocuments(drops, partition, nodes) : drops,
  };
}

/** Drops as objects, with those of anyone spelled out for the nodes that share a group. */
function dropDocuments(
  drops: readonly unknown[],
  partition: unknown,
  nodes: readonly string[],
): readonly unknown[] {
  const groups = groupsOf(partition);
  const spelledOut = new Set<string>();
  return drops.flatMap((drop) => {
    if (!isTriple(drop)) return [drop];
    const [from, to, type] = drop;
    const ends = [from, to];
    const isKnown = ends.every((end) => end === ANYONE || nodes.some((node) => node === end));
    if (!ends.includes(ANYONE) || !isKnown || !isMessageWord(type)) return [{ from, to, type }];
    // A line may repeat itself without end; its meaning does not grow.
    const key = `${show(from)} ${show(to)} ${type}`;
    if (spelledOut.has(key)) return [];
    spelledOut.add(key);
    return nodes
      .filter((sender) => from === ANYONE || from === sender)
      .flatMap((sender) =>
        nodes
          .filter((receiver) => to === ANYONE || to === receiver)
          .filter((receiver) => groups.get(sender) === groups.get(receiver))
          .map((receiver) => ({ from: sender, to: receiver, type })),
      );
  });
}

const groupsOf = (partition: unknown): ReadonlyMap<unknown, number> =>
  new Map(
    (Array.isArray(partition) ? partition : []).flatMap((group: unknown, index) =>
      (Array.isArray(group) ? group : []).map((node: unknown): [unknown, number] => [node, index]),
    ),
  );

/** Tells the stabilisation at the end of a scenario from what is scripted before it. */
export function splitStabilization(rounds: readonly RoundConfiguration[]): {
  readonly scripted: readonly RoundConfiguration[];
  readonly stabilization: Stabilization;
} {
  const end = rounds.slice(-STABILIZATION_ROUNDS);
  const isStable = end.every(({ partition, drops }) => partition.length === 1 && !drops.length);
  if (!isStable || rounds.length <= STABILIZATION_ROUNDS) {
    return { scripted: rounds, stabilization: { rounds: 0, leaders: "honest" } };
  }
  return {
    scripted: rounds.slice(0, -STABILIZATION_ROUNDS),
    stabilization: { rounds: STABILIZATION_ROUNDS, leaders: inTurn(end) },
  };
}

function inTurn(rounds: readonly RoundConfiguration[]): readonly ReplicaId[] {
  const leaders = rounds.map(({ leader }) => leader);
  return leaders.every((leader) => leader === leaders[0]) ? leaders.slice(0, 1) : leaders;
}
