import { z } from "zod";
import { onInterrupt } from "../../io/interrupt.js";
import { removeFile, replaceFile, textIfAny } from "../../io/replace-file.js";
import { parseJson } from "../../lib/scenario/json-text.js";
import { InputError } from "../../lib/scenario/problem.js";
import { exactly, list, record, text } from "../../lib/scenario/zod-problems.js";
import { basisDigest } from "./basis.js";
import { Findings } from "./findings.js";
import { Frontier } from "./frontier.js";
import type { Found } from "./frontier.js";
import { FINDING, plainFinding, plainShares, readOwn, SHARES, WHOLE } from "./plain.js";
import { Survey } from "./survey.js";
import type { Assignment } from "./territory.js";

const FORMAT = "twins-checkpoint";
const VERSION = 1;

/** So long is at most lost of an exploration that is killed. */
const INTERVAL_MS = 60_000;

const LENGTH = record({ events: WHOLE, time: z.number("a number").min(0, "0 or more") });

const CHECKPOINT = record({
  format: exactly(FORMAT),
  version: exactly(VERSION),
  basis: text().describe("Digest of everything that the numbers depend on."),
  states: WHOLE,
  merged: WHOLE,
  runs: WHOLE,
  longest: LENGTH,
  findings: list(FINDING),
  frontier: list(
    record({
      fingerprint: text(),
      level: z.int("a whole number"),
      path: list(WHOLE),
      shares: SHARES,
      longest: LENGTH,
    }),
  ),
});

/** Where an exploration is kept while it is not complete, if the user names a file. */
export class Checkpoint {
  /** How far the same exploration had come. */
  readonly found: Survey | undefined;
  readonly #file: string | undefined;
  readonly #basis: string;
  #saved = performance.now();

  /** Throws {@link InputError} when the file is there and is of something else. */
  constructor(file: string | undefined, assignment: Assignment, tool: string) {
    this.#file = file;
    this.#basis = basisDigest(assignment, tool);
    this.found = file === undefined ? undefined : this.#read(file, assignment.examples);
  }

  saveIfDue(survey: Survey): void {
    if (performance.now() - this.#saved >= INTERVAL_MS) this.save(survey);
  }

  /** Saves it if the process is interrupted; returns what calls this off. */
  keep(survey: Survey): () => void {
    if (this.#file === undefined) return () => undefined;
    return onInterrupt(() => {
      if (!survey.isComplete) this.save(survey);
    });
  }

  /** The exploration is complete. */
  remove(): void {
    if (this.#file !== undefined) removeFile(this.#file);
  }

  save(survey: Survey): void {
    this.#saved = performance.now();
    if (this.#file === undefined) return;
    const { states, merged, findings } = survey;
    const { runs, longest } = findings;
    const document: z.input<typeof CHECKPOINT> = {
      ...{ format: FORMAT, version: VERSION, basis: this.#basis },
      ...{ states, merged, runs, longest },
      findings: findings.all().map(plainFinding),
      frontier: unfinished(survey).map(({ path, shares, ...rest }) => {
        return { ...rest, path: [...path], shares: plainShares(shares) };
      }),
    };
    replaceFile(this.#file, `${JSON.stringify(document)}\n`);
  }

  #read(file: string, examples: number): Survey | undefined {
    const text = textIfAny(file);
    if (text === null) return undefined;
    const parsed = parseJson(text);
    if (!parsed.ok) throw new InputError(parsed.problems, file);
    const read = readOwn(CHECKPOINT, parsed.value, file);
    if (read.basis !== this.#basis) {
      const wrong = "is of another exploration, or of another version";
      const allowed = "the checkpoint of the same command, or a new file";
      throw new InputError([{ path: "", wrong, allowed }], file);
    }
    const { states, merged, runs, longest, findings, frontier } = read;
    const survey = new Survey(new Findings(examples), new Frontier());
    for (const each of frontier) survey.frontier.add(each);
    survey.findings.addAll({ findings, runs, longest });
    survey.states = states;
    survey.merged = merged;
    return survey;
  }
}

/** Below every level: what is left of a pass comes first. */
const UNDER_WAY = -1;

const unfinished = ({ open, frontier }: Survey): readonly Found[] => [
  ...open.map((bundle, index) => ({ ...bundle, level: UNDER_WAY, fingerprint: String(index) })),
  ...frontier.all(),
];
