/** Reads what the parts of a round are made of: nodes, groups of them, words for messages. */
import type { NodeId } from "../protocol/ids.js";
import { isValue, itemOf, listed, oneOf, show } from "./input/problem.js";
import { readItems } from "./input/reading.js";
import type { Reading } from "./input/reading.js";

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
