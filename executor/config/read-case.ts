/** Reads a case of an executor config, against the config that it stands in. */
import { z } from "zod";
import { round } from "../../lib/protocol/ids.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import type { Roster, RoundConfiguration } from "../../lib/scenario/model.js";
import { accepted, fieldOf, isValue, itemOf, refused } from "../../lib/scenario/input/problem.js";
import type { Problem, Read } from "../../lib/scenario/input/problem.js";
import { Problems } from "../../lib/scenario/input/problems.js";
import { MOST_ROUNDS } from "../../lib/scenario/input/limits.js";
import { tooManyFaulty, unknownBugs } from "../../lib/scenario/protocol-fields.js";
import { isJsonObject } from "../../lib/scenario/input/reading.js";
import type { JsonObject } from "../../lib/scenario/input/reading.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { ROSTER_FIELDS, rosterConflicts, rosterFrom } from "../../lib/scenario/roster-config.js";
import type { RosterDocument } from "../../lib/scenario/roster-config.js";
import {
  SEMANTICS_FIELD,
  STABILIZATION_FIELD,
  stabilizationConflicts,
  stabilizationFrom,
  suffixConflicts,
} from "../../lib/scenario/run-config.js";
import { wellFormed } from "../../lib/scenario/input/zod-problems.js";
import type { Case } from "./config.js";
import { CASE, REPEAT } from "./config-schema.js";
import type { Expectation } from "./expectation.js";
import { unfitRounds, unknownProperties } from "./protocol-problems.js";
import { certainProblems, possibleRosters } from "./possible-rosters.js";

const ROSTER = z.object(ROSTER_FIELDS);
const ROSTER_KEYS = ["replicas", "twins", "faulty"] as const;

const SEMANTICS = SEMANTICS_FIELD.prefault({});
const STABILIZATION = STABILIZATION_FIELD.prefault({});

/** Where a case stands, and the protocol that it is of, if that is known. */
interface CasePlace {
  readonly path: string;
  readonly module: ProtocolModule | undefined;
}

/**
 * Reads a case against the config that it stands in, and whose roster, semantics and stabilisation
 * it may replace. Its shape alone is checked with the whole config's, and not complained of here.
 */
export function readCase(
  config: JsonObject,
  document: unknown,
  { path, module }: CasePlace,
): Read<Case> {
  if (!isJsonObject(document)) return refused([]);
  const read = readRoster(config, document, path);
  if (!read.ok) {
    const possible = possibleRosters(rosterFields(config, document));
    const problemsWith = (roster: Roster) => [
      ...problemsOf(readRounds(document["rounds"], roster, `${path}.rounds`)),
      ...leaderProblems(config, document, { roster, path }),
    ];
    const others = possible === undefined ? [] : certainProblems(possible, problemsWith);
    return refused([...read.problems, ...others]);
  }
  const roster = read.value;
  const rounds = readRounds(document["rounds"], roster, `${path}.rounds`);
  const parts = partsOf(config, document);
  const problems = [
    ...problemsOf(rounds),
    ...leaderProblems(config, document, { roster, path }),
    ...(rounds.ok && parts ? lengthProblems(parts, rounds.value.length, document, path) : []),
    ...(module === undefined
      ? []
      : [
          ...tooManyFaulty(roster, module.create([]), path),
          ...protocolProblems(module, rounds.ok ? rounds.value : [], document, path),
        ]),
  ];
  if (!rounds.ok || !parts || problems.length > 0) return refused(problems);
  return accepted(caseFrom(parts, roster, rounds.value));
}

const problemsOf = (read: Read<unknown>): readonly Problem[] => (read.ok ? [] : read.problems);

/** The well-formed parts of a case, those of the config among them. */
interface Parts {
  readonly fields: z.output<typeof CASE>;
  readonly semantics: z.output<typeof SEMANTICS>;
  readonly stabilization: z.output<typeof STABILIZATION>;
}

function partsOf(config: JsonObject, document: JsonObject): Parts | undefined {
  const fields = wellFormed(CASE, document);
  const semantics = wellFormed(SEMANTICS, document["semantics"] ?? config["semantics"]);
  const stabilization = wellFormed(
    STABILIZATION,
    document["stabilization"] ?? config["stabilization"],
  );
  return fields && semantics && stabilization && { fields, semantics, stabilization };
}

function caseFrom(parts: Parts, roster: Roster, rounds: readonly RoundConfiguration[]): Case {
  const { fields, semantics, stabilization } = parts;
  const { stableFrom, expect } = fields;
  return {
    scenario: { id: fields.name, rounds },
    description: fields.description,
    roster,
    semantics,
    stabilization: stabilizationFrom(stabilization),
    bugs: fields.bugs,
    stableFrom: stableFrom === undefined ? undefined : round(stableFrom),
    expectation: expect === undefined ? undefined : expectationFrom(expect),
  };
}

/** The roster of a case; problems in the roster of the config are reported there. */
function readRoster(config: JsonObject, document: JsonObject, path: string): Read<Roster> {
  const own = ownKeys(document);
  const merged = rosterFields(config, document);
  const conflicts = rosterConflicts(merged);
  const roster = wellFormed(ROSTER, merged);
  if (roster !== undefined && conflicts.length === 0) return accepted(rosterFrom(roster));
  return refused(
    own.length === 0
      ? []
      : conflicts.map((problem) => ({ ...problem, path: fieldOf(path, problem.path) })),
  );
}

const ownKeys = (document: JsonObject): readonly (keyof RosterDocument)[] =>
  ROSTER_KEYS.filter((key) => document[key] !== undefined);

/** The roster fields of a case, with those of the config as defaults. */
function rosterFields(config: JsonObject, document: JsonObject): RosterDocument {
  const own = ownKeys(document);
  return {
    ...pick(config, own.includes("replicas") ? [] : ROSTER_KEYS),
    ...pick(document, own),
  };
}

const pick = (fields: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]])),
  );

/** Rounds with their repetitions written out. */
function readRounds(
  document: unknown,
  roster: Roster,
  path: string,
): Read<readonly RoundConfiguration[]> {
  if (typeof document === "string") return scenarioReader(roster).rounds(document, path);
  if (!Array.isArray(document)) return refused([]);
  const items: readonly unknown[] = document;
  if (items.length > MOST_ROUNDS) return scenarioReader(roster).rounds(items, path);
  const repeats = items.map((item) => (isJsonObject(item) ? item["repeat"] : undefined) ?? 1);
  const problems = new Problems();
  const rounds = problems.take(scenarioReader(roster).rounds(items.map(withoutRepeat), path));
  for (const [index, repeat] of repeats.entries()) {
    if (wellFormed(REPEAT, repeat) !== undefined) continue;
    const place = fieldOf(itemOf(path, index), "repeat");
    problems.add({ path: place, wrong: isValue(repeat), allowed: REPEATS });
  }
  const times = repeats.map((repeat) => wellFormed(REPEAT, repeat) ?? 0);
  const total = times.reduce((sum, each) => sum + each, 0);
  if (total > MOST_ROUNDS) {
    problems.add({ path, wrong: `is ${total} rounds`, allowed: `at most ${MOST_ROUNDS}` });
  }
  const isFine = total <= MOST_ROUNDS;
  return problems.unless(
    isFine ? rounds?.flatMap((each, index) => repeated(each, times[index] ?? 0)) : undefined,
  );
}

const REPEATS = `a whole number from 1 to ${MOST_ROUNDS}`;

const repeated = <T>(item: T, times: number): readonly T[] =>
  Array.from({ length: times }, () => item);

function withoutRepeat(item: unknown): unknown {
  if (!isJsonObject(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== "repeat"));
}

/** What does not fit the protocol. */
function protocolProblems(
  module: ProtocolModule,
  rounds: readonly RoundConfiguration[],
  document: JsonObject,
  path: string,
): readonly Problem[] {
  const protocol = module.create([]);
  const bugs = wellFormed(CASE.shape.bugs, document["bugs"]) ?? [];
  const expect = wellFormed(CASE.shape.expect, document["expect"]);
  const violated = typeof expect === "object" && "violated" in expect ? expect.violated : [];
  return [
    ...unknownBugs(bugs, module, fieldOf(path, "bugs")),
    ...unfitRounds(rounds, protocol, fieldOf(path, "rounds")),
    ...unknownProperties(violated, protocol, fieldOf(fieldOf(path, "expect"), "violated")),
  ];
}

interface Place {
  readonly roster: Roster;
  readonly path: string;
}

function leaderProblems(
  config: JsonObject,
  document: JsonObject,
  { roster, path }: Place,
): readonly Problem[] {
  const own = document["stabilization"];
  if (own !== undefined) {
    return stabilizationConflicts(own, roster, fieldOf(path, "stabilization"));
  }
  return stabilizationConflicts(config["stabilization"], roster, "stabilization");
}

/** What does not fit the number of rounds. */
const lengthProblems = (
  parts: Parts,
  scripted: number,
  document: JsonObject,
  path: string,
): readonly Problem[] => [
  ...stableFromProblems(parts, scripted, path),
  ...suffixConflicts(
    parts.semantics,
    scripted,
    document["semantics"] === undefined ? "semantics" : fieldOf(path, "semantics"),
  ),
];

function stableFromProblems(parts: Parts, scripted: number, path: string): readonly Problem[] {
  const { stableFrom } = parts.fields;
  const last = scripted + parts.stabilization.rounds;
  if (stableFrom === undefined || stableFrom <= last) return [];
  const allowed = `at most ${last}, the last of the rounds`;
  return [{ path: fieldOf(path, "stableFrom"), wrong: isValue(stableFrom), allowed }];
}

function expectationFrom(expect: NonNullable<z.output<typeof CASE>["expect"]>): Expectation {
  if (expect === "held" || expect === "crashed") return { kind: expect };
  if ("violated" in expect) return { kind: "violated", properties: expect.violated };
  return { kind: "stalled", round: expect.stalled.round };
}
