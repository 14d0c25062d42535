/** Reads one round of a scenario: leader, partition, drops, and what version 2 added. */
import type { ReplicaId } from "../protocol/ids.js";
import { VERSION_2_PARTS } from "./model.js";
import type { Drop, RoundConfiguration } from "./model.js";
import { fieldOf, isValue, oneOf } from "./input/problem.js";
import { fieldsOf, readItems } from "./input/reading.js";
import type { Reading } from "./input/reading.js";
import { readParts } from "./parts/read-parts.js";
import { isMessageWord, MESSAGE_WORDS, readEnd, readPartition } from "./read-nodes.js";

const VERSION_1_KEYS = ["leader", "partition", "drops"] as const;
const ROUND_KEYS = [...VERSION_1_KEYS, ...VERSION_2_PARTS] as const;
const DROP_KEYS = ["from", "to", "type"] as const;

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
