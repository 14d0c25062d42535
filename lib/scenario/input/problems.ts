/** Collects problems of an input in bounded memory. */
import { MOST_GATHERED } from "./limits.js";
import { accepted, refused } from "./problem.js";
import type { Problem, Read } from "./problem.js";

/**
 * The first problems of an input, each once and at most {@link MOST_GATHERED}. A reader of a list
 * stops when this is full.
 */
export class Problems {
  readonly #found = new Map<string, Problem>();

  /** Whether further problems are ignored. */
  get isFull(): boolean {
    return this.#found.size >= MOST_GATHERED;
  }

  get list(): readonly Problem[] {
    return [...this.#found.values()];
  }

  add(problem: Problem): void {
    if (this.isFull) return;
    const { path, wrong, line = 0 } = problem;
    const key = `${line} ${path} ${wrong}`;
    if (!this.#found.has(key)) this.#found.set(key, problem);
  }

  addAll(problems: Iterable<Problem>): void {
    for (const problem of problems) {
      if (this.isFull) return;
      this.add(problem);
    }
  }

  /** The value of a reading, or undefined if it has problems, which are gathered here. */
  take<T>(read: Read<T>): T | undefined {
    if (read.ok) return read.value;
    this.addAll(read.problems);
    return undefined;
  }

  /** The value, if it could be read and nothing is wrong. */
  unless<T>(value: T | undefined): Read<T> {
    return value === undefined || this.#found.size > 0 ? refused(this.list) : accepted(value);
  }
}

/** The problems of parts, one part after the other, which are looked at until it is enough. */
export function problemsIn<Part>(
  parts: Iterable<Part>,
  problemsOf: (part: Part, index: number) => Iterable<Problem>,
): readonly Problem[] {
  const problems = new Problems();
  let index = 0;
  for (const part of parts) {
    if (problems.isFull) break;
    problems.addAll(problemsOf(part, index));
    index += 1;
  }
  return problems.list;
}
