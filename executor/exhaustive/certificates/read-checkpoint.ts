/** Reads a checkpoint, and holds every number of it against the space. */
import type { z } from "zod";
import { parseJson } from "../../../lib/scenario/input/json-text.js";
import { InputError, isValue, valueOf } from "../../../lib/scenario/input/problem.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";
import { LineDigest } from "../../run/digest.js";
import { BUNDLE, HEADER, SEAL, UNDER_WAY } from "./checkpoint-format.js";
import { Findings, isFailure } from "../findings.js";
import type { Finding } from "../findings.js";
import { Frontier } from "../frontier.js";
import { outcomeProblems } from "./ground.js";
import type { Ground } from "./ground.js";
import { outcomeKey } from "../outcome.js";
import { readOwn } from "./plain.js";
import type { Shares } from "../execution/shares.js";
import { Survey } from "../survey.js";

type Header = z.output<typeof HEADER>;
type Bundle = z.output<typeof BUNDLE>;

/** What a checkpoint must be of. */
export interface Expected {
  /** The digest of all that it depends on. */
  readonly basis: string;
  readonly ground: Ground;
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
  /** By first round: the scenarios that are counted, and those known to be still under way. */
  readonly #counted: bigint[];
  readonly #open: bigint[];
  #header: Header | undefined;
  #bundles = 0;
  #isSealed = false;

  constructor(file: string, expected: Expected) {
    this.#file = file;
    this.#expected = expected;
    this.#counted = new Array<bigint>(expected.ground.firsts).fill(0n);
    this.#open = new Array<bigint>(expected.ground.firsts).fill(0n);
  }

  line(text: string): void {
    const header = this.#header;
    const document = valueOf(parseJson(text), header === undefined ? this.#file : this.#place);
    if (header === undefined) {
      this.#header = this.#readHeader(document);
      this.#digest.add(text);
    } else if (this.#bundles < header.bundles) {
      this.#add(readOwn(BUNDLE, document, this.#place));
      this.#digest.add(text);
    } else {
      this.#checkSeal(document);
    }
  }

  /** There are no more lines; undefined if there were none. */
  survey(): Survey | undefined {
    const header = this.#header;
    if (header === undefined) return undefined;
    if (!this.#isSealed) {
      const allowed = `${header.bundles}, as it says, and a checksum`;
      throw this.#refusal({ path: "", wrong: `has ${this.#bundles} bundles`, allowed });
    }
    this.#checkSums();
    const survey = new Survey(new Findings(this.#expected.examples), this.#frontier);
    survey.findings.addAll(header);
    survey.states = header.states;
    survey.merged = header.merged;
    return survey;
  }

  /** Lines count from 1, and the first is the header. */
  get #place(): string {
    return `${this.#file}:${this.#bundles + (this.#isSealed ? 3 : 2)}`;
  }

  #readHeader(document: unknown): Header {
    const header = readOwn(HEADER, document, this.#file);
    const { basis, ground, examples } = this.#expected;
    if (header.basis !== basis) {
      const wrong = "is of another exploration, or of another version";
      const allowed = "the checkpoint of the same command, or a new file";
      throw this.#refusal({ path: "", wrong, allowed });
    }
    const { findings, states, runs, bundles } = header;
    const problems = [
      ...findings.flatMap((finding, at) => findingProblems(finding, at, { ground, examples })),
      ...disordered(findings),
      ...(findings.length > runs || (runs > 0 && findings.length === 0)
        ? [{ path: "runs", wrong: `is ${runs}`, allowed: "as many as there are findings, or more" }]
        : []),
      ...(bundles > states + 1
        ? [{ path: "bundles", wrong: `is ${bundles}`, allowed: "one more than states, or fewer" }]
        : []),
    ];
    if (problems.length > 0) throw new InputError(problems, this.#file);
    for (const { shares } of findings) addTo(this.#counted, shares);
    return header;
  }

  #add(bundle: Bundle): void {
    const { level, fingerprint, path, shares } = bundle;
    const { firsts, each } = this.#expected.ground;
    const isStart = level === 0 && path.length === 0;
    const name = level === UNDER_WAY ? String(this.#bundles) : isStart ? "" : undefined;
    const isNamed = name === undefined ? fingerprint.length === FULL : fingerprint === name;
    const wayKey = path.join();
    const problems = [
      ...(isNamed
        ? []
        : [{ path: "fingerprint", wrong: isValue(fingerprint), allowed: name ?? "32 digits" }]),
      ...path.flatMap((answer, at) =>
        answer < firsts
          ? []
          : [{ path: `path[${at}]`, wrong: `is ${answer}`, allowed: `below ${firsts}` }],
      ),
      ...shareProblems(shares, "shares", { firsts, each }),
      ...(this.#paths.has(wayKey)
        ? [{ path: "path", wrong: "is that of another bundle", allowed: "every path once" }]
        : []),
    ];
    if (problems.length === 0 && !this.#frontier.add(bundle)) {
      const allowed = "every one once on its level";
      problems.push({ path: "fingerprint", wrong: "is that of another bundle", allowed });
    }
    if (problems.length > 0) throw new InputError(problems, this.#place);
    this.#paths.add(wayKey);
    addTo(this.#open, shares);
    this.#bundles++;
  }

  #checkSeal(document: unknown): void {
    if (this.#isSealed) {
      const wrong = "comes after the checksum";
      throw new InputError([{ path: "", wrong, allowed: "nothing" }], this.#place);
    }
    const { sha256 } = readOwn(SEAL, document, this.#place);
    if (sha256 !== this.#digest.hex()) {
      const allowed = "what was written: the file is damaged, or has been changed";
      throw this.#refusal({ path: "sha256", wrong: "does not fit the checkpoint", allowed });
    }
    this.#isSealed = true;
  }

  /** A first round has bundles as long as not all that begin with it are counted, and no longer. */
  #checkSums(): void {
    const { each } = this.#expected.ground;
    for (const [first, counted] of this.#counted.entries()) {
      const open = this.#open[first] ?? 0n;
      const fits = counted + open <= each && (open === 0n) === (counted === each);
      if (fits) continue;
      const wrong = `has ${counted} scenarios counted and ${open} or more under way`;
      const allowed = `${each} together`;
      throw this.#refusal({ path: `the first round ${first}`, wrong, allowed });
    }
  }

  #refusal(problem: Problem): InputError {
    return new InputError([problem], this.#file);
  }
}

/** How many digits a fingerprint has. */
const FULL = 32;

function addTo(sums: bigint[], shares: Shares): void {
  for (const [first, count] of shares) sums[first] = (sums[first] ?? 0n) + count;
}

function shareProblems(
  shares: Shares,
  path: string,
  { firsts, each }: Pick<Ground, "firsts" | "each">,
): readonly Problem[] {
  return [...shares].flatMap(([first, count]) => {
    const isRight = first < firsts && count > 0n && count <= each;
    const allowed = `a first round below ${firsts}, and a number from 1 to ${each}`;
    return isRight ? [] : [{ path, wrong: `have ${count} for ${first}`, allowed }];
  });
}

function findingProblems(
  { outcome, shares, examples }: Finding,
  at: number,
  expected: Pick<Expected, "ground" | "examples">,
): readonly Problem[] {
  const { ground } = expected;
  const path = `findings[${at}]`;
  const most = isFailure(outcome) ? expected.examples : 0;
  const isRight =
    examples.length <= most &&
    (most === 0 || examples.length > 0) &&
    examples.every((each, index) => each < ground.scenarios && each > (examples[index - 1] ?? -1n));
  const allowed = `at most ${most} numbers of scenarios, ascending`;
  return [
    ...outcomeProblems(outcome, `${path}.outcome`, ground.properties),
    ...shareProblems(shares, `${path}.shares`, ground),
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
