import { z } from "zod";
import { doAll } from "../../io/outputs/do-all.js";
import { linesIfAny } from "../../io/outputs/growing-file.js";
import { onInterrupt } from "../../io/interrupt.js";
import { removeFile, replaceFile } from "../../io/outputs/replace-file.js";
import { parseJson } from "../../lib/scenario/json-text.js";
import { InputError, valueOf } from "../../lib/scenario/problem.js";
import { exactly, list, record, text } from "../../lib/scenario/zod-problems.js";
import { basisDigest } from "./basis.js";
import { Findings } from "./findings.js";
import { Frontier } from "./frontier.js";
import type { Found } from "./frontier.js";
import { FINDING, plainFinding, plainShares, readOwn, SHARES, WHOLE } from "./plain.js";
import { Survey } from "./survey.js";
import type { Assignment } from "./territory.js";

const FORMAT = "twins-checkpoint";
const VERSION = 2;

/** So long is at most lost of an exploration that is killed, */
const INTERVAL_MS = 60_000;
/** unless saving would take more than one part in so many of the time. */
const SAVING_SHARE = 20;

const LENGTH = record({ events: WHOLE, time: z.number("a number").min(0, "0 or more") });

/** The first line. */
const HEADER = record({
  format: exactly(FORMAT),
  version: exactly(VERSION),
  basis: text().describe("Digest of everything that the numbers depend on."),
  states: WHOLE,
  merged: WHOLE,
  runs: WHOLE,
  longest: LENGTH,
  findings: list(FINDING),
  bundles: WHOLE.describe("So many lines follow."),
});

/** Every other line. */
const BUNDLE = record({
  fingerprint: text(),
  level: z.int("a whole number"),
  path: list(WHOLE),
  shares: SHARES,
  longest: LENGTH,
});

/** Where an exploration is kept while it is not complete, if the user names a file. */
export class Checkpoint {
  /** How far the same exploration had come. */
  readonly found: Survey | undefined;
  readonly #file: string | undefined;
  readonly #basis: string;
  #due = performance.now() + INTERVAL_MS;

  private constructor(file: string | undefined, basis: string, found: Survey | undefined) {
    this.#file = file;
    this.#basis = basis;
    this.found = found;
  }

  /** Throws {@link InputError} when the file is there and is of something else. */
  static async open(
    file: string | undefined,
    assignment: Assignment,
    tool: string,
  ): Promise<Checkpoint> {
    const basis = basisDigest(assignment, tool);
    const found = file === undefined ? undefined : await read(file, basis, assignment.examples);
    return new Checkpoint(file, basis, found);
  }

  saveIfDue(survey: Survey): void {
    if (performance.now() >= this.#due) this.save(survey);
  }

  /** Saves it if the process is interrupted; returns what calls this off. */
  keep(survey: Survey): () => void {
    if (this.#file === undefined) return () => undefined;
    return onInterrupt(() => {
      if (!survey.isComplete) this.save(survey);
    });
  }

  /**
   * Publishes what a complete exploration came to, and then removes the checkpoint. If that failed,
   * or nobody took it, the exploration stays there instead, so that the same command has only to
   * publish it again.
   */
  async removeAfter(survey: Survey, publish: () => Promise<boolean>): Promise<void> {
    const file = this.#file;
    if (file === undefined) {
      await publish();
      return;
    }
    let isPublished = false;
    await doAll([
      async () => {
        isPublished = await publish();
      },
      () => {
        if (isPublished) removeFile(file);
        else this.save(survey);
      },
    ]);
  }

  save(survey: Survey): void {
    const began = performance.now();
    if (this.#file !== undefined) replaceFile(this.#file, linesOf(survey, this.#basis));
    const took = performance.now() - began;
    this.#due = began + took + Math.max(INTERVAL_MS, SAVING_SHARE * took);
  }
}

function* linesOf(survey: Survey, basis: string): Generator<string> {
  const { states, merged, findings } = survey;
  const { runs, longest } = findings;
  const bundles = unfinished(survey);
  const header: z.input<typeof HEADER> = {
    ...{ format: FORMAT, version: VERSION, basis },
    ...{ states, merged, runs, longest },
    findings: findings.all().map(plainFinding),
    bundles: bundles.length,
  };
  yield `${JSON.stringify(header)}\n`;
  for (const { path, shares, ...rest } of bundles) {
    const line: z.input<typeof BUNDLE> = { ...rest, path: [...path], shares: plainShares(shares) };
    yield `${JSON.stringify(line)}\n`;
  }
}

/** Throws {@link InputError} for anything but what {@link linesOf} gives. */
async function read(file: string, basis: string, examples: number): Promise<Survey | undefined> {
  let header: z.output<typeof HEADER> | undefined;
  const frontier = new Frontier();
  let bundles = 0;
  for await (const line of linesIfAny(file)) {
    const document = valueOf(parseJson(line), header === undefined ? file : lineOf(file, bundles));
    if (header === undefined) {
      header = readOwn(HEADER, document, file);
      refuseOthers(header, basis, file);
    } else {
      frontier.add(readOwn(BUNDLE, document, lineOf(file, bundles)));
      bundles++;
    }
  }
  if (header === undefined) return undefined;
  if (bundles !== header.bundles) {
    const wrong = `has ${bundles} bundles`;
    throw new InputError([{ path: "", wrong, allowed: `${header.bundles}, as it says` }], file);
  }
  const survey = new Survey(new Findings(examples), frontier);
  survey.findings.addAll(header);
  survey.states = header.states;
  survey.merged = header.merged;
  return survey;
}

/** Lines count from 1, and the first is the header. */
const lineOf = (file: string, bundles: number): string => `${file}:${bundles + 2}`;

function refuseOthers(header: { readonly basis: string }, basis: string, file: string): void {
  if (header.basis === basis) return;
  const wrong = "is of another exploration, or of another version";
  const allowed = "the checkpoint of the same command, or a new file";
  throw new InputError([{ path: "", wrong, allowed }], file);
}

/** Below every level: what is left of a pass comes first. */
const UNDER_WAY = -1;

const unfinished = ({ open, frontier }: Survey): readonly Found[] => [
  ...open.map((bundle, index) => ({ ...bundle, level: UNDER_WAY, fingerprint: String(index) })),
  ...frontier.all(),
];
