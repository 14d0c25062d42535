/** Reads scenarios and their rounds, and validates them against a roster. */
import type { Roster, RoundConfiguration, Scenario } from "./model.js";
import { LONGEST_ID, LONGEST_NOTATION, MOST_ROUNDS } from "./input/limits.js";
import { notedRounds } from "./notation.js";
import { fieldOf, isValue, itemOf } from "./input/problem.js";
import type { Read } from "./input/problem.js";
import { fieldsOf, readItems, readWith } from "./input/reading.js";
import type { Names, Reading } from "./input/reading.js";
import { readRound } from "./read-round.js";
import { rosterNodes } from "./roster.js";

/**
 * Reads what a file or a person says happens, against who takes part: the value, or every problem
 * with its path. Never throws. Scenarios come by the hundred thousand, one per line, so this is
 * written by hand; a law keeps it and the schema of scenario files of one mind.
 */
export interface ScenarioReader {
  /** A whole scenario: its id and its rounds. `path` is where it stands in its document. */
  scenario(document: unknown, path?: string): Read<Scenario>;
  /** The rounds of a scenario: a list, or the notation on one line. */
  rounds(document: unknown, path?: string): Read<readonly RoundConfiguration[]>;
}

const SCENARIO_KEYS = ["id", "rounds"] as const;

/** A reader for scenarios of this roster, in a version of the language. */
export function scenarioReader(roster: Roster, version: 1 | 2 = 2): ScenarioReader {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  const names: Names = {
    nodes,
    labels: nodes,
    positions: new Map(nodes.map((node, position) => [node, position])),
    leaders: new Map(roster.replicas.map((replica) => [replica, replica])),
    emptyGroups: false,
    version,
  };
  return {
    scenario: (document, path = "") =>
      readWith(names, (reading) => readScenario(reading, document, path)),
    rounds: (document, path = "rounds") =>
      readWith(names, (reading) => readRounds(reading, document, path)),
  };
}

function readScenario(reading: Reading, document: unknown, path: string): Scenario | undefined {
  const fields = fieldsOf(reading, document, path, SCENARIO_KEYS);
  if (fields === undefined) return undefined;
  const { id } = fields;
  const rounds = readRounds(reading, fields["rounds"], fieldOf(path, "rounds"));
  if (typeof id !== "string" || id === "" || id.length > LONGEST_ID) {
    const allowed = `a name of 1 to ${LONGEST_ID} characters`;
    reading.note(fieldOf(path, "id"), isValue(id), allowed);
    return undefined;
  }
  return rounds && { id, rounds };
}

function readRounds(
  reading: Reading,
  document: unknown,
  path: string,
): readonly RoundConfiguration[] | undefined {
  if (typeof document === "string" && document.trim() !== "") {
    return readNotation(reading, document, path);
  }
  return readRoundList(reading, document, path, readRound);
}

/** A list of rounds, each read by itself. */
export function readRoundList(
  reading: Reading,
  document: unknown,
  path: string,
  readOne: typeof readRound,
): readonly RoundConfiguration[] | undefined {
  if (!Array.isArray(document) || document.length === 0) {
    reading.note(path, isValue(document), "a list of at least one round");
    return undefined;
  }
  if (document.length > MOST_ROUNDS) {
    noteTooMany(reading, path, document.length);
    return undefined;
  }
  return readItems(reading, document, path, (round, place) => readOne(reading, round, place));
}

/** The place of a problem counts what the line says, not how often. */
function readNotation(
  reading: Reading,
  text: string,
  path: string,
): readonly RoundConfiguration[] | undefined {
  if (text.length > LONGEST_NOTATION) {
    const allowed = `at most ${LONGEST_NOTATION}; a longer scenario as a list of rounds`;
    reading.note(path, `is a text of ${text.length} characters`, allowed);
    return undefined;
  }
  const noted = notedRounds(text, reading.names.nodes);
  const total = noted.reduce((sum, { times }) => sum + times, 0);
  if (total > MOST_ROUNDS) {
    noteTooMany(reading, path, total);
    return undefined;
  }
  const rounds: RoundConfiguration[] = [];
  for (const [index, { document, times }] of noted.entries()) {
    if (reading.problems.isFull) break;
    const round = readRound(reading, document, itemOf(path, index));
    for (let time = 0; round !== undefined && time < times; time++) rounds.push(round);
  }
  return rounds;
}

export function noteTooMany(reading: Reading, path: string, rounds: number): void {
  reading.note(path, `is ${rounds} rounds`, `at most ${MOST_ROUNDS}`);
}
