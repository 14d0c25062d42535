/** Reads a checkpoint, and holds every number of it against the space. */
import type { z } from "zod";
import { parseJson } from "../../../lib/scenario/input/json-text.js";
import { InputError, isValue, valueOf } from "../../../lib/scenario/input/problem.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";
import { LineDigest } from "../../run/digest.js";
import { STATE_CLASS, HEADER, SEAL, UNDER_WAY } from "./checkpoint-format.js";
import { Findings, isFailure } from "../findings.js";
import type { Finding } from "../findings.js";
import { Frontier } from "../frontier.js";
import { outcomeProblems } from "./space-facts.js";
import type { SpaceFacts } from "./space-facts.js";
import { outcomeKey } from "../outcome.js";
import { readOwn } from "./serialization.js";
import { pairsOf } from "../execution/scenario-counts.js";
import type { ScenarioCounts } from "../execution/scenario-counts.js";
import { ExplorationState } from "../exploration-state.js";

type Header = z.output<typeof HEADER>;
type StateClassLine = z.output<typeof STATE_CLASS>;

/** What a checkpoint is checked against. */
export interface Expected {
  /** The digest of all that it depends on. */
  readonly provenance: string;
  readonly facts: SpaceFacts;
  /** How many examples are kept of each failure. */
  readonly examples: number;
}

/** Takes the lines of a checkpoint, one by one. Throws {@link InputError} for what is wrong. */
export class CheckpointReader {
  readonly #file: string;
  readonly #expected: Expected;
  readonly #digest = new LineDigest();
  readonly #frontier = new Frontier();
  readonly #paths = new Set<string>();
  /** By first round: the scenarios that are counted, and those in state classes. */
  readonly #counted: bigint[];
  readonly #open: bigint[];
  #header: Header | undefined;
  #classes = 0;
  #isSealed = false;

  constructor(file: string, expected: Expected) {
    this.#file = file;
    this.#expected = expected;
    this.#counted = new Array<bigint>(expected.facts.firstRounds).fill(0n);
    this.#open = new Array<bigint>(expected.facts.firstRounds).fill(0n);
  }

  line(text: string): void {
    const header = this.#header;
    const document = valueOf(parseJson(text), header === undefined ? this.#file : this.#position);
    if (header === undefined) {
      this.#header = this.#readHeader(document);
      this.#digest.add(text);
    } else if (this.#classes < header.bundles) {
      this.#add(readOwn(STATE_CLASS, document, this.#position));
      this.#digest.add(text);
    } else {
      this.#checkSeal(document);
    }
  }

  /** There are no more lines; undefined if there were none. */
  exploration(): ExplorationState | undefined {
    const header = this.#header;
    if (header === undefined) return undefined;
    if (!this.#isSealed) {
      const allowed = `${header.bundles}, as it says, and a checksum`;
      throw this.#refusal({ path: "", wrong: `has ${this.#classes} bundles`, allowed });
    }
    this.#checkSums();
    const exploration = new ExplorationState(new Findings(this.#expected.examples), this.#frontier);
    exploration.findings.addAll(header);
    exploration.states = header.states;
    exploration.merged = header.merged;
    return exploration;
  }

  /** Lines count from 1, and the first is the header. */
  get #position(): string {
    return `${this.#file}:${this.#classes + (this.#isSealed ? 3 : 2)}`;
  }

  #readHeader(document: unknown): Header {
    const header = readOwn(HEADER, document, this.#file);
    const { provenance, facts, examples } = this.#expected;
    if (header.basis !== provenance) {
      const wrong = "is of another exploration, or of another version";
      const allowed = "the checkpoint of the same command, or a new file";
      throw this.#refusal({ path: "", wrong, allowed });
    }
    const { findings, states, runs, bundles: classes } = header;
    const problems = [
      ...findings.flatMap((finding, at) => findingProblems(finding, at, { facts, examples })),
      ...disordered(findings),
      ...(findings.length > runs || (runs > 0 && findings.length === 0)
        ? [{ path: "runs", wrong: `is ${runs}`, allowed: "as many as there are findings, or more" }]
        : []),
      ...(classes > states + 1
        ? [{ path: "bundles", wrong: `is ${classes}`, allowed: "one more than states, or fewer" }]
        : []),
    ];
    if (problems.length > 0) throw new InputError(problems, this.#file);
    for (const { counts } of findings) addTo(this.#counted, counts);
    return header;
  }

  #add(stateClass: StateClassLine): void {
    const { level, fingerprint, path, counts } = stateClass;
    const { firstRounds, perFirstRound } = this.#expected.facts;
    const isStart = level === 0 && path.length === 0;
    const name = level === UNDER_WAY ? String(this.#classes) : isStart ? "" : undefined;
    const isNamed = name === undefined ? fingerprint.length === FULL : fingerprint === name;
    const pathKey = path.join();
    const problems = [
      ...(isNamed
        ? []
        : [{ path: "fingerprint", wrong: isValue(fingerprint), allowed: name ?? "32 digits" }]),
      ...path.flatMap((answer, at) =>
        answer < firstRounds
          ? []
          : [{ path: `path[${at}]`, wrong: `is ${answer}`, allowed: `below ${firstRounds}` }],
      ),
      ...countProblems(counts, "shares", { firstRounds, perFirstRound }),
      ...(this.#paths.has(pathKey)
        ? [{ path: "path", wrong: "is that of another bundle", allowed: "every path once" }]
        : []),
    ];
    if (problems.length === 0 && !this.#frontier.add(stateClass)) {
      const allowed = "every one once on its level";
      problems.push({ path: "fingerprint", wrong: "is that of another bundle", allowed });
    }
    if (problems.length > 0) throw new InputError(problems, this.#position);
    this.#paths.add(pathKey);
    addTo(this.#open, counts);
    this.#classes++;
  }

  #checkSeal(document: unknown): void {
    if (this.#isSealed) {
      const wrong = "comes after the checksum";
      throw new InputError([{ path: "", wrong, allowed: "nothing" }], this.#position);
    }
    const { sha256 } = readOwn(SEAL, document, this.#position);
    if (sha256 !== this.#digest.hex()) {
      const allowed = "what was written: the file is damaged, or has been changed";
      throw this.#refusal({ path: "sha256", wrong: "does not fit the checkpoint", allowed });
    }
    this.#isSealed = true;
  }

  /**
   * A first round has state classes exactly as long as not all scenarios that begin with it are
   * counted.
   */
  #checkSums(): void {
    const { perFirstRound } = this.#expected.facts;
    for (const [first, counted] of this.#counted.entries()) {
      const open = this.#open[first] ?? 0n;
      const fits = counted + open <= perFirstRound && (open === 0n) === (counted === perFirstRound);
      if (fits) continue;
      const wrong = `has ${counted} scenarios counted and ${open} or more under way`;
      const allowed = `${perFirstRound} together`;
      throw this.#refusal({ path: `the first round ${first}`, wrong, allowed });
    }
  }

  #refusal(problem: Problem): InputError {
    return new InputError([problem], this.#file);
  }
}

/** How many digits a fingerprint has. */
const FULL = 32;

function addTo(sums: bigint[], counts: ScenarioCounts): void {
  for (const [first, count] of pairsOf(counts)) sums[first] = (sums[first] ?? 0n) + count;
}

function countProblems(
  counts: ScenarioCounts,
  path: string,
  { firstRounds, perFirstRound }: Pick<SpaceFacts, "firstRounds" | "perFirstRound">,
): readonly Problem[] {
  return pairsOf(counts).flatMap(([first, count]) => {
    const isRight = first < firstRounds && count > 0n && count <= perFirstRound;
    const allowed = `a first round below ${firstRounds}, and a number from 1 to ${perFirstRound}`;
    return isRight ? [] : [{ path, wrong: `have ${count} for ${first}`, allowed }];
  });
}

function findingProblems(
  { outcome, counts, examples }: Finding,
  at: number,
  expected: Pick<Expected, "facts" | "examples">,
): readonly Problem[] {
  const { facts } = expected;
  const path = `findings[${at}]`;
  const most = isFailure(outcome) ? expected.examples : 0;
  const isRight =
    examples.length <= most &&
    (most === 0 || examples.length > 0) &&
    examples.every((each, index) => each < facts.scenarios && each > (examples[index - 1] ?? -1n));
  const allowed = `at most ${most} numbers of scenarios, ascending`;
  return [
    ...outcomeProblems(outcome, `${path}.outcome`, facts.properties),
    ...countProblems(counts, `${path}.shares`, facts),
    ...(isRight ? [] : [{ path: `${path}.examples`, wrong: "are wrong", allowed }]),
  ];
}

/** Findings are in the order of their outcomes, each once. */
function disordered(findings: readonly Finding[]): readonly Problem[] {
  const keys = findings.map(({ outcome }) => outcomeKey(outcome));
  return keys.flatMap((key, at) => {
    const before = keys[at - 1];
    if (before === undefined || before < key) return [];
    const wrong = before === key ? "comes twice" : "is out of order";
    return [{ path: `findings[${at}].outcome`, wrong, allowed: "in order, each once" }];
  });
}
