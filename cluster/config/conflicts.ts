/** Finds conflicts between the fields of a cluster config. */
import { moduleOf } from "../../io/protocols/choose.js";
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import { MOST_CLIENTS, MOST_REQUESTS } from "../../lib/scenario/input/limits.js";
import { MessageWords } from "../../lib/protocol/message-words.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { maxFaulty } from "../../lib/protocol/validators.js";
import { DEFAULT_PROTOCOL } from "../../lib/registry.js";
import { fieldOf, isValue, itemOf, member, oneOf } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { problemsIn } from "../../lib/scenario/input/problems.js";
import { unknownBugs } from "../../lib/scenario/protocol-fields.js";
import { wellFormed } from "../../lib/scenario/input/zod-problems.js";
import { CLUSTER_CONFIG } from "./config-schema.js";
import { isParty, replicaNames } from "../names.js";

/** An object that is not yet looked at. */
type Fields = Readonly<Record<string, unknown>>;

const { shape } = CLUSTER_CONFIG;

/** Conflicts between parts of a document; parts of an invalid shape are skipped. */
export function conflicts(document: unknown, instead?: ChosenProtocol): readonly Problem[] {
  const config = fieldsOf(document);
  const n = wellFormed(shape.replicas, config["replicas"]);
  const { protocol: named = DEFAULT_PROTOCOL } = config;
  const module = moduleOf(instead ?? { protocol: typeof named === "string" ? named : "" });
  return [
    ...rosterConflicts(config, n),
    ...(module === undefined ? [] : unknownBugs(itemsOf(config["bugs"]), module, "bugs")),
    ...(module === undefined ? [] : durabilityConflicts(module)),
    ...delayConflicts(config),
    ...electionConflicts(config, n),
    ...problemsIn(itemsOf(config["workloads"]), (each, i) =>
      workloadConflicts(fieldsOf(each), itemOf("workloads", i)),
    ),
    ...totalConflicts(config),
    ...failureConflicts(config, n, module?.create([])),
    ...(n === undefined ? [] : expectationConflicts(fieldsOf(config["expect"]), n)),
  ];
}

function rosterConflicts({ faulty }: Fields, n: number | undefined): readonly Problem[] {
  const f = wellFormed(shape.faulty, faulty);
  if (n === undefined || f === undefined || n >= 3 * f + 1) return [];
  const allowed = `at most ${maxFaulty(n)} with ${n} replicas, since n must be at least 3f+1`;
  return [{ path: "faulty", wrong: isValue(f), allowed }];
}

const WHY_DURABLE = "a cluster could not restart its replicas";

/** Replicas of a cluster keep what they must not forget on disks, and restart from them. */
function durabilityConflicts(module: ProtocolModule): readonly Problem[] {
  if (module.create([]).durability !== undefined) return [];
  const wrong = `is ${module.name}, which has no durability: ${WHY_DURABLE}`;
  return [
    { path: "protocol", wrong, allowed: `a protocol with durability, such as ${DEFAULT_PROTOCOL}` },
  ];
}

function delayConflicts(config: Fields): readonly Problem[] {
  const bound = wellFormed(shape.transmissionDelayBound, config["transmissionDelayBound"]);
  const delay = wellFormed(shape.delay, config["delay"]);
  if (delay === undefined) return [];
  const [min, max] = "fixed" in delay ? [0, delay.fixed] : delay.uniform;
  const path = "fixed" in delay ? "delay.fixed" : "delay.uniform";
  if (min > max) {
    return [{ path, wrong: `is from ${min} to ${max}`, allowed: "the least first" }];
  }
  if (bound === undefined || max <= bound) return [];
  const allowed = `at most the transmissionDelayBound, ${bound}`;
  return [{ path, wrong: isValue(max), allowed }];
}

function electionConflicts(config: Fields, n: number | undefined): readonly Problem[] {
  const { exclude } = wellFormed(shape.election, config["election"]) ?? {};
  if (n === undefined || exclude === undefined) return [];
  const f = wellFormed(shape.faulty, config["faulty"]) ?? maxFaulty(n);
  if (exclude >= f && exclude <= 2 * f) return [];
  const allowed = `from f to 2f, ${f} to ${2 * f}`;
  return [{ path: "election.exclude", wrong: isValue(exclude), allowed }];
}

function workloadConflicts(workload: Fields, path: string): readonly Problem[] {
  const { type, count, delays } = workload;
  if (type !== "timed" || !Number.isInteger(count) || !Array.isArray(delays)) return [];
  const right = Number(count) - 1;
  if (delays.length === right) return [];
  const wrong = `has ${delays.length} entries`;
  return [{ path: fieldOf(path, "delays"), wrong, allowed: `${right}, one fewer than requests` }];
}

/** All workloads together may be too much where each is not. */
function totalConflicts({ workloads }: Fields): readonly Problem[] {
  const loads = wellFormed(shape.workloads, workloads) ?? [];
  const total = (of: (load: (typeof loads)[number]) => number): number =>
    loads.reduce((sum, load) => sum + of(load), 0);
  return [
    ...tooMany(
      "clients",
      total(({ clients }) => clients),
      MOST_CLIENTS,
    ),
    ...tooMany(
      "requests",
      total(({ clients, count }) => clients * count),
      MOST_REQUESTS,
    ),
  ];
}

function tooMany(what: string, found: number, most: number): readonly Problem[] {
  if (found <= most) return [];
  const allowed = `at most ${most}; more in several runs, each with a seed of its own`;
  return [{ path: "workloads", wrong: `have ${found} ${what} together`, allowed }];
}

function failureConflicts(
  config: Fields,
  n: number | undefined,
  protocol: AnyProtocol | undefined,
): readonly Problem[] {
  const { list } = fieldsOf(config["failures"]);
  return problemsIn(itemsOf(list), (each, i) => {
    const failure = fieldsOf(each);
    const path = itemOf("failures.list", i);
    return [
      ...(n === undefined ? [] : partyConflicts(failure, path, n)),
      ...roundConflicts(failure, path),
      ...(protocol === undefined
        ? []
        : [
            ...messageConflicts(failure, path, protocol),
            ...attributeConflicts(failure, protocol, { path, n }),
          ]),
    ];
  });
}

function partyConflicts(failure: Fields, path: string, n: number): readonly Problem[] {
  return ["src", "dest"].flatMap((end) => {
    const name = failure[end];
    if (typeof name !== "string" || isParty(name, n)) return [];
    const allowed = oneOf(["_", "leader", ...replicaNames(n)]);
    return [{ path: fieldOf(path, end), wrong: isValue(name), allowed }];
  });
}

function roundConflicts({ round }: Fields, path: string): readonly Problem[] {
  const { from, to } = fieldsOf(round);
  if (typeof from !== "number" || typeof to !== "number" || from <= to) return [];
  const wrong = `is from ${from} to ${to}`;
  return [{ path: fieldOf(path, "round"), wrong, allowed: "the first round first" }];
}

interface Place {
  readonly path: string;
  readonly n: number | undefined;
}

/** Which words there are for messages depends on the protocol. */
function messageConflicts(
  { msgType }: Fields,
  path: string,
  { messageTypes }: AnyProtocol,
): readonly Problem[] {
  const { all } = new MessageWords(messageTypes);
  if (typeof msgType !== "string" || all.includes(msgType)) return [];
  return [{ path: fieldOf(path, "msgType"), wrong: isValue(msgType), allowed: oneOf(all) }];
}

/** Which attributes there are, and what each takes, depends on the protocol, too. */
function attributeConflicts(
  { type, attr, val }: Fields,
  { attributes = new Map() }: AnyProtocol,
  place: Place,
): readonly Problem[] {
  if (type !== "setAttribute" || typeof attr !== "string") return [];
  const attribute = attributes.get(attr);
  if (attribute === undefined) {
    const allowed = oneOf([...attributes.keys()]);
    return [{ path: fieldOf(place.path, "attr"), wrong: isValue(attr), allowed }];
  }
  if (val === undefined) return [];
  const allowed = refusal(attribute.takes, val, place.n);
  return allowed === null
    ? []
    : [{ path: fieldOf(place.path, "val"), wrong: isValue(val), allowed }];
}

/** The allowed values if this value is not allowed; null if it is, or if that is unknown. */
function refusal(takes: "round" | "replica", value: unknown, n: number | undefined): string | null {
  if (takes === "round") {
    return Number.isSafeInteger(value) && Number(value) >= 0 ? null : "a round, from 0";
  }
  if (n === undefined) return null;
  const known = replicaNames(n);
  return known.some((name) => name === value) ? null : oneOf(known);
}

function expectationConflicts(expectation: Fields, n: number): readonly Problem[] {
  const known: readonly string[] = replicaNames(n);
  return ["synced", "outOfTurn", "skippedRounds", "restarts"].flatMap((part) =>
    problemsIn(Object.keys(fieldsOf(expectation[part])), (name) => {
      if (known.includes(name)) return [];
      const path = member(fieldOf("expect", part), name);
      return [{ path, wrong: "names no replica", allowed: oneOf(known) }];
    }),
  );
}

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function fieldsOf(value: unknown): Fields {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : {};
}
