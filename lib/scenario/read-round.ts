/** Reads one round of a scenario: leader, partition, drops, and what version 2 added. */
import type { NodeId, ReplicaId } from "../protocol/ids.js";
import { VERSION_2_PARTS } from "./model.js";
import type { Drop, RoundConfiguration } from "./model.js";
import { fieldOf, isValue, itemOf, listed, oneOf, show } from "./input/problem.js";
import { fieldsOf, readItems } from "./input/reading.js";
import type { Reading } from "./input/reading.js";
import { readParts } from "./parts/read-parts.js";

const VERSION_1_KEYS = ["leader", "partition", "drops"] as const;
const ROUND_KEYS = [...VERSION_1_KEYS, ...VERSION_2_PARTS] as const;
const DROP_KEYS = ["from", "to", "type"] as const;

const LONGEST_TYPE = 40;
const TYPE = /^[A-Za-z][\w-]*$/;
/** What a word for messages is, in words. */
export const MESSAGE_WORDS =
  `a word for messages of the protocol, of up to ${LONGEST_TYPE} letters, ` + 'or "*" for all';

/** Whether it may be a word for messages; whether it is one, the protocol knows. */
export const isMessageWord = (value: unknown): value is string =>
  typeof value === "string" &&
  (value === "*" || (value.length <= LONGEST_TYPE && TYPE.test(value)));

const ONCE = "every node in exactly one group";

/** Who leads a round, who can talk to whom, and what is lost. */
export function readRound(
  reading: Reading,
  document: unknown,
  path: string,
): RoundConfiguration | undefined {
  const { version } = reading.names;
  const fields = fieldsOf(reading, document, path, version === 1 ? VERSION_1_KEYS : ROUND_KEYS);
  if (fields === undefined) return undefined;
  const leader = readLeader(reading, fields["leader"], fieldOf(path, "leader"));
  const partition = readPartition(reading, fields["partition"], fieldOf(path, "partition"));
  const drops = readDrops(reading, fields["drops"], fieldOf(path, "drops"));
  if (version === 1 || VERSION_2_PARTS.every((part) => fields[part] === undefined)) {
    return leader && partition && { leader, partition, drops };
  }
  const parts = readParts(reading, fields, path);
  return leader && partition && { leader, partition, drops, ...parts };
}

/** A replica, by what the document calls it. */
export function readLeader(reading: Reading, name: unknown, path: string): ReplicaId | undefined {
  const { leaders } = reading.names;
  const leader = leaders.get(name);
  if (leader === undefined) {
    reading.note(path, isValue(name), oneOf([...leaders.keys()].map(String)));
  }
  return leader;
}

/** Groups that hold every node once. */
export function readPartition(
  reading: Reading,
  document: unknown,
  path: string,
): readonly (readonly NodeId[])[] | undefined {
  if (!Array.isArray(document) || document.length === 0) {
    reading.note(path, isValue(document), "a list of groups of nodes");
    return undefined;
  }
  const { labels, emptyGroups } = reading.names;
  const groupOf = new Array<number>(labels.length).fill(-1);
  const groups = document.flatMap((group: unknown, index) =>
    emptyGroups && isEmpty(group)
      ? []
      : [
          readGroup(reading, group, itemOf(path, index), (position) => {
            const earlier = groupOf[position] ?? -1;
            groupOf[position] = index;
            return earlier;
          }),
        ],
  );
  if (groupOf.includes(-1)) {
    const missing = labels.filter((_, position) => groupOf[position] === -1);
    reading.note(path, `leaves out ${listed(missing)}`, ONCE);
  }
  return groups;
}

const isEmpty = (group: unknown): boolean =>
  group === null || (Array.isArray(group) && group.length === 0);

/** `join` takes the position of a node and returns the group that already contains it, or -1. */
function readGroup(
  reading: Reading,
  document: unknown,
  path: string,
  join: (position: number) => number,
): readonly NodeId[] {
  const { nodes, labels, positions } = reading.names;
  if (!Array.isArray(document) || document.length === 0) {
    reading.note(path, isValue(document), `a list of nodes, each ${oneOf(labels)}`);
    return [];
  }
  return readItems(reading, document, path, (name, place) => {
    const position = positions.get(name);
    if (position === undefined) {
      reading.note(place, isValue(name), oneOf(labels));
      return undefined;
    }
    const earlier = join(position);
    if (earlier >= 0) {
      reading.note(place, `is ${show(name)}, which is in group ${earlier} already`, ONCE);
    }
    return nodes[position];
  });
}

const NO_DROPS: readonly Drop[] = [];

function readDrops(reading: Reading, document: unknown, path: string): readonly Drop[] {
  if (document === undefined) return NO_DROPS;
  if (!Array.isArray(document)) {
    reading.note(path, isValue(document), "a list of drops");
    return NO_DROPS;
  }
  return readItems(reading, document, path, (drop, place) => readDrop(reading, drop, place));
}

function readDrop(reading: Reading, document: unknown, path: string): Drop | undefined {
  const fields = fieldsOf(reading, document, path, DROP_KEYS);
  if (fields === undefined) return undefined;
  const from = readEnd(reading, fields["from"], fieldOf(path, "from"));
  const to = readEnd(reading, fields["to"], fieldOf(path, "to"));
  const type = fields["type"];
  if (!isMessageWord(type)) {
    reading.note(fieldOf(path, "type"), isValue(type), MESSAGE_WORDS);
    return undefined;
  }
  return from && to && { from, to, type };
}

/** A node that sends or receives. */
export function readEnd(reading: Reading, name: unknown, path: string): NodeId | undefined {
  const { nodes, labels, positions } = reading.names;
  const position = positions.get(name);
  if (position === undefined) {
    reading.note(path, isValue(name), oneOf(labels));
    return undefined;
  }
  return nodes[position];
}
