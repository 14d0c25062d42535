/** Decodes scenario files of the original course system. */
import { replicaId } from "../../protocol/ids.js";
import { NOTHING, onLine } from "./decoded.js";
import type { Decoded, LineDecoder } from "./decoded.js";
import { roundDocuments, splitStabilization } from "./distalgo.js";
import { parseJson } from "../input/json-text.js";
import { MOST_REPLICAS } from "../input/limits.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../model.js";
import type { Roster, Stabilization } from "../model.js";
import { isValue, itemOf, listed, oneOf, refused } from "../input/problem.js";
import type { Problem, Read } from "../input/problem.js";
import { Problems } from "../input/problems.js";
import { scenarioReader } from "../read-scenario.js";
import type { ScenarioReader } from "../read-scenario.js";
import { rosterOf, twinOf } from "../roster.js";
import { rosterConflicts } from "../roster-config.js";

/**
 * The original's lines: replicas, twin nodes, injected bugs (absent in its older files), then
 * scenarios, which are named as in the original: test0, test1, ... The stabilisation rounds of the
 * first scenario must be the same in all others.
 */
export class DistalgoLines implements LineDecoder {
  #expected: "replicas" | "twins" | "bugs or a scenario" | "a scenario" | "nothing" = "replicas";
  #replicas: readonly string[] = [];
  #scenarios: Scenarios | undefined;

  push(text: string, line: number): readonly Decoded[] {
    if (this.#expected === "nothing" || text.trim() === "") return NOTHING;
    const document = parseJson(text);
    if (!document.ok) return this.#stop(line, document.problems);
    const { value } = document;
    switch (this.#expected) {
      case "replicas":
        return this.#readReplicas(value, line);
      case "twins":
        return this.#readTwins(value, line);
      case "bugs or a scenario":
        this.#expected = "a scenario";
        return isNames(value) ? this.#readBugs(value, line) : this.#readScenario(value, line);
      case "a scenario":
        return this.#readScenario(value, line);
    }
  }

  end(line: number): readonly Decoded[] {
    if (this.#scenarios !== undefined) return this.#scenarios.end();
    return this.#expected === "nothing"
      ? NOTHING
      : this.#stop(line, [{ path: "", wrong: "breaks off", allowed: "a line of twin nodes" }]);
  }

  #readReplicas(value: unknown, line: number): readonly Decoded[] {
    if (!isNames(value)) {
      return this.#stop(line, [{ path: "", wrong: isValue(value), allowed: "a list of replicas" }]);
    }
    this.#replicas = value;
    this.#expected = "twins";
    return NOTHING;
  }

  #readTwins(value: unknown, line: number): readonly Decoded[] {
    const roster = readRoster(this.#replicas, value);
    if (!roster.ok) return this.#stop(line, roster.problems);
    this.#scenarios = new Scenarios(roster.value);
    this.#expected = "bugs or a scenario";
    return NOTHING;
  }

  #readBugs(bugs: readonly string[], line: number): readonly Decoded[] {
    const allowed = "an empty list: bugs are named in the executor's config";
    return bugs.length === 0
      ? NOTHING
      : this.#stop(line, [{ path: "", wrong: `names the bugs ${listed(bugs)}`, allowed }]);
  }

  #readScenario(value: unknown, line: number): readonly Decoded[] {
    return this.#scenarios?.push(value, line) ?? NOTHING;
  }

  #stop(line: number, problems: readonly Problem[]): readonly Decoded[] {
    this.#expected = "nothing";
    return onLine(line, problems);
  }
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string");

function readRoster(replicas: readonly string[], twins: unknown): Read<Roster> {
  const nodes: readonly string[] = replicas.map((replica) => twinOf(replicaId(replica)));
  if (!isNames(twins)) {
    return refused([{ path: "", wrong: isValue(twins), allowed: "a list of twin nodes" }]);
  }
  const names = twins.map((twin) => twin.slice(0, -1));
  if (Math.max(replicas.length, twins.length) > MOST_REPLICAS) {
    const wrong = `names ${replicas.length} replicas and ${twins.length} twin nodes`;
    return refused([{ path: "", wrong, allowed: `at most ${MOST_REPLICAS} of either` }]);
  }
  const problems = new Problems();
  for (const [position, twin] of twins.entries()) {
    if (nodes.includes(twin)) continue;
    problems.add({ path: itemOf("", position), wrong: isValue(twin), allowed: oneOf(nodes) });
  }
  problems.addAll(rosterConflicts({ replicas, twins: [] }));
  return problems.unless(rosterOf(replicas.map(replicaId), names.map(replicaId)));
}

/** The scenarios of a file; the first one determines the stabilisation. */
class Scenarios {
  readonly #roster: Roster;
  readonly #reader: ScenarioReader;
  #stabilization: Stabilization | undefined;
  #count = 0;

  constructor(roster: Roster) {
    this.#roster = roster;
    this.#reader = scenarioReader(roster, 1);
  }

  push(value: unknown, line: number): readonly Decoded[] {
    const rounds = this.#reader.rounds(roundDocuments(value, this.#roster));
    if (!rounds.ok) return onLine(line, rounds.problems);
    const { scripted, stabilization } = splitStabilization(rounds.value);
    const header = this.#header(stabilization);
    if (JSON.stringify(stabilization) !== JSON.stringify(this.#stabilization)) {
      const wrong = "has other stabilisation rounds than the first scenario";
      return onLine(line, [{ path: "", wrong, allowed: "the same rounds at the end of all" }]);
    }
    const id = `test${this.#count}`;
    this.#count += 1;
    return [...header, { kind: "scenario", scenario: { id, rounds: scripted } }];
  }

  end(): readonly Decoded[] {
    return this.#header(DEFAULT_STABILIZATION);
  }

  /** The header, once. */
  #header(stabilization: Stabilization): readonly Decoded[] {
    if (this.#stabilization !== undefined) return NOTHING;
    this.#stabilization = stabilization;
    const semantics = DEFAULT_SEMANTICS;
    return [{ kind: "header", header: { roster: this.#roster, semantics, stabilization } }];
  }
}
