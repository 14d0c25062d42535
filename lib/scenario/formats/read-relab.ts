/** Reads scenario files in the format of relab/hotstuff. */
import { z } from "zod";
import type { OpenFile } from "./decoded.js";
import type { Roster, RoundConfiguration } from "../model.js";
import { fieldOf, refused, show } from "../input/problem.js";
import type { Read } from "../input/problem.js";
import { openNumbered, REPLICA_COUNT, TWIN_COUNT } from "./read-numbered.js";
import { readPartition } from "../read-nodes.js";
import { readLeader } from "../read-round.js";
import { readRoundList } from "../read-scenario.js";
import { fieldsOf, isJsonObject, readWith } from "../input/reading.js";
import type { Names, Reading } from "../input/reading.js";
import { relabNodes } from "./relab.js";
import { problemsOf, record } from "../input/zod-problems.js";

const COUNT = z.int("a whole number").optional();
/** Settings of the toolkit's generator, some of them of older versions; they change nothing. */
const SETTINGS = {
  ...{ partitions: COUNT, views: COUNT, rounds: COUNT, ticks: COUNT, seed: COUNT },
  shuffle: z.boolean("true or false").optional(),
};
const HEADER = record({ num_nodes: REPLICA_COUNT, num_twins: TWIN_COUNT, ...SETTINGS });
const VIEW_KEYS = ["leader", "partitions", "comment"] as const;

export const isRelab = (document: unknown): boolean =>
  isJsonObject(document) && "num_nodes" in document;

/**
 * Opens a file of the Go toolkit. Nodes are objects, or, in older versions, numbers from 1 that
 * count a replica and then its twin.
 */
export function openRelab(document: unknown): Read<OpenFile> {
  const result = HEADER.safeParse(document);
  if (!result.success) return refused(problemsOf(result.error, document));
  const { num_nodes: replicas, num_twins: twins } = result.data;
  return openNumbered(
    { path: "num_nodes", count: replicas },
    { path: "num_twins", count: twins },
    ({ roster }) => {
      const names = namesIn(roster);
      return (scenario, path) =>
        readWith(names, (reading) => readRoundList(reading, scenario, path, readView));
    },
  );
}

function namesIn(roster: Roster): Names {
  const nodes = relabNodes(roster);
  const labels = nodes.map(({ name }) => labelOf(name.ReplicaID, name.TwinID));
  return {
    nodes: nodes.map(({ id }) => id),
    labels,
    positions: new Map<unknown, number>([
      ...labels.map((label, position) => [label, position] as const),
      ...nodes.map((_, position) => [position + 1, position] as const),
    ]),
    leaders: new Map(roster.replicas.map((replica, index) => [index + 1, replica])),
    emptyGroups: true,
    version: 1,
  };
}

const labelOf = (replica: unknown, twin: unknown): string =>
  `replica ${String(replica)}${twin === 0 ? "" : ` twin ${String(twin)}`}`;

/** A round, which the toolkit calls a view. */
function readView(
  reading: Reading,
  document: unknown,
  path: string,
): RoundConfiguration | undefined {
  const fields = fieldsOf(reading, document, path, VIEW_KEYS);
  if (fields === undefined) return undefined;
  const leader = readLeader(reading, fields["leader"], fieldOf(path, "leader"));
  const groups = labelled(fields["partitions"]);
  const partition = readPartition(reading, groups, fieldOf(path, "partitions"));
  return leader && partition && { leader, partition, drops: [] };
}

/** A partition with readable names of nodes; invalid nodes are left unchanged. */
function labelled(partition: unknown): unknown {
  if (!Array.isArray(partition)) return partition;
  return partition.map((group: unknown) => (Array.isArray(group) ? group.map(nodeLabel) : group));
}

function nodeLabel(node: unknown): unknown {
  if (typeof node === "string") return show(node);
  if (!isJsonObject(node)) return node;
  const { ReplicaID, TwinID = 0, ...others } = node;
  const isNode = [ReplicaID, TwinID].every((part) => typeof part === "number");
  return isNode && Object.keys(others).length === 0 ? labelOf(ReplicaID, TwinID) : node;
}
