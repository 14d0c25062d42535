/** Reads scenario files of the Twins authors' generator and of LibTwins. */
import type { OpenFile } from "./decoded.js";
import { pythonList } from "./encoder.js";
import type { Drop, Roster, RoundConfiguration } from "../model.js";
import { fieldOf, isValue, member, oneOf, refused } from "../input/problem.js";
import type { Read } from "../input/problem.js";
import { openNumbered, REPLICA_COUNT, TWIN_COUNT } from "./read-numbered.js";
import { readEnd, readPartition } from "../read-nodes.js";
import { MOST_ROUNDS } from "../input/limits.js";
import { noteTooMany } from "../read-scenario.js";
import { fieldsOf, isJsonObject, readItems, readWith } from "../input/reading.js";
import type { JsonObject, Names, Reading } from "../input/reading.js";
import { rosterNodes } from "../roster.js";
import { problemsOf, record } from "../input/zod-problems.js";

const HEADER = record({ num_of_nodes: REPLICA_COUNT, num_of_twins: TWIN_COUNT });
const SCENARIO_KEYS = ["round_leaders", "round_partitions", "firewall"] as const;

export const isLibtwins = (document: unknown): boolean =>
  isJsonObject(document) && "num_of_nodes" in document;

/**
 * Opens a file of the Twins authors' generator. A leader is a list of all nodes of a replica, or,
 * as LibTwins has it, the number of one of them.
 */
export function openLibtwins(document: unknown): Read<OpenFile> {
  const result = HEADER.safeParse(document);
  if (!result.success) return refused(problemsOf(result.error, document));
  const { num_of_nodes: replicas, num_of_twins: twins } = result.data;
  return openNumbered(
    { path: "num_of_nodes", count: replicas },
    { path: "num_of_twins", count: twins },
    ({ roster }) => {
      const names = namesIn(roster);
      return (scenario, path) =>
        readWith(names, (reading) => readScenario(reading, scenario, path));
    },
  );
}

function namesIn(roster: Roster): Names {
  const nodes = rosterNodes(roster);
  const numbersOf = (replica: string): readonly string[] =>
    nodes.flatMap((node, number) => (node.replica === replica ? [String(number)] : []));
  return {
    nodes: nodes.map(({ id }) => id),
    labels: nodes.map((_, number) => String(number)),
    positions: new Map(nodes.map((_, number) => [number, number])),
    leaders: new Map<unknown, Roster["replicas"][number]>([
      ...roster.replicas.map((replica) => [pythonList(numbersOf(replica)), replica] as const),
      ...nodes.map(({ replica }, number) => [number, replica] as const),
    ]),
    emptyGroups: false,
    version: 1,
  };
}

function readScenario(
  reading: Reading,
  document: unknown,
  path: string,
): readonly RoundConfiguration[] | undefined {
  const fields = fieldsOf(reading, document, path, SCENARIO_KEYS);
  if (fields === undefined) return undefined;
  const part = (key: (typeof SCENARIO_KEYS)[number], value = fields[key]): ByRound | undefined =>
    byRound(reading, value, fieldOf(path, key));
  const leaders = part("round_leaders");
  const partitions = part("round_partitions");
  const firewall = part("firewall", fields["firewall"] ?? {});
  if (!leaders || !partitions || !firewall) return undefined;
  const count = Object.keys(leaders.values).length;
  if (count === 0) reading.note(leaders.path, "has no rounds", "at least one round");
  if (count > MOST_ROUNDS) noteTooMany(reading, leaders.path, count);
  if (count === 0 || count > MOST_ROUNDS) return undefined;
  const rounds = Array.from({ length: count }, (_, index) => String(index + 1));
  const isWhole = [leaders, partitions].map((each) => requireAll(reading, each, rounds));
  for (const each of [partitions, firewall]) refuseOthers(reading, each, rounds);
  if (isWhole.includes(false)) return undefined;
  return rounds.flatMap((round) => {
    const leader = readLeader(reading, leaders, round);
    const groups = partitions.values[round];
    const partition = readPartition(reading, groups, member(partitions.path, round));
    const drops = readDrops(reading, firewall, round);
    return leader && partition ? [{ leader, partition, drops }] : [];
  });
}

/** Something said of rounds, by their numbers. */
interface ByRound {
  readonly path: string;
  readonly values: JsonObject;
}

function byRound(reading: Reading, values: unknown, path: string): ByRound | undefined {
  if (isJsonObject(values)) return { path, values };
  reading.note(path, isValue(values), "an object with a value for every round");
  return undefined;
}

function requireAll(reading: Reading, { path, values }: ByRound, rounds: readonly string[]) {
  const missing = rounds.find((round) => !Object.hasOwn(values, round));
  if (missing !== undefined) reading.note(path, `lacks round ${missing}`, "all rounds, from 1 on");
  return missing === undefined;
}

function refuseOthers(reading: Reading, { path, values }: ByRound, rounds: readonly string[]) {
  const known = new Set(rounds);
  for (const key of Object.keys(values)) {
    if (known.has(key)) continue;
    if (reading.problems.isFull) break;
    reading.note(member(path, key), "is of no round", `rounds from 1 to ${rounds.length}`);
  }
}

function readLeader(
  reading: Reading,
  { path, values }: ByRound,
  round: string,
): RoundConfiguration["leader"] | undefined {
  const { leaders } = reading.names;
  const value = values[round];
  const list = isNumbers(value) ? ascendingList(value) : undefined;
  const leader = leaders.get(list ?? (typeof value === "number" ? value : undefined));
  if (leader === undefined) {
    const lists = [...leaders.keys()].filter((key) => typeof key === "string");
    const allowed = `${oneOf(lists)}: all nodes of a replica`;
    reading.note(member(path, round), isValue(list ?? value), allowed);
  }
  return leader;
}

const ascendingList = (numbers: readonly number[]): string =>
  pythonList([...numbers].sort((a, b) => a - b).map(String));

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === "number");

/** All that a sender says to some nodes is lost; in the order of senders. */
function readDrops(reading: Reading, { path, values }: ByRound, round: string): readonly Drop[] {
  const rules = byRound(reading, values[round] ?? {}, member(path, round));
  if (rules === undefined) return [];
  return Object.entries(rules.values).flatMap(([key, receivers]) => {
    if (reading.problems.isFull) return [];
    const place = member(rules.path, key);
    const from = readEnd(reading, /^\d+$/.test(key) ? Number(key) : key, place);
    if (!Array.isArray(receivers)) {
      reading.note(place, isValue(receivers), "a list of nodes");
      return [];
    }
    return readItems(reading, receivers, place, (receiver, at): Drop | undefined => {
      const to = readEnd(reading, receiver, at);
      return from && to && { from, to, type: "*" };
    });
  });
}
