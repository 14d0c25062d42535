/** A program that is asked by JSON-RPC 2.0, single requests or batches, a line each. */
import { RemoteFailure } from "../../lib/protocol/host/remote.js";
import { describeProblem, fieldOf, show } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { problemsOf } from "../../lib/scenario/input/zod-problems.js";
import type { z } from "zod";
import type { Child } from "./child.js";
import { endWords } from "./end-words.js";
import { RESPONSE } from "./wire.js";
import type { Response } from "./wire.js";

/** A question: the method, and its parameters as JSON. */
export interface Question {
  readonly method: string;
  readonly params: string;
}

/** The program answered with an error object. */
export class ProgramError extends RemoteFailure {
  readonly code: number;

  constructor(message: string, code: number) {
    super(`the program answered with error ${code}: ${message}`);
    this.name = "ProgramError";
    this.code = code;
  }
}

/** JSON-RPC's code for a method that is not there. */
export const METHOD_NOT_FOUND = -32601;

/** What a program answered to one question: a result, or why there is none. */
export type Result = { readonly result: unknown } | { readonly failure: RemoteFailure };

/** The program on the other side of a child's pipes. */
export class Program {
  readonly #child: Child;
  #id = 0;

  constructor(child: Child) {
    this.#child = child;
  }

  /** Asks one question. Throws {@link RemoteFailure}. */
  ask(question: Question): unknown {
    const [answer] = this.askAll([question]);
    if (answer === undefined) throw new RemoteFailure("the program gave no answer");
    if ("failure" in answer) throw answer.failure;
    return answer.result;
  }

  /**
   * Asks questions, several of them as a batch; the results are in their order. If the child ends
   * or breaks its word, that is what became of the first question, and there are no others.
   */
  askAll(questions: readonly Question[]): readonly Result[] {
    const first = this.#id + 1;
    const requests = questions.map(
      ({ method, params }) =>
        `{"jsonrpc":"2.0","id":${++this.#id},"method":"${method}","params":${params}}`,
    );
    const [single = ""] = requests;
    const answer = this.#child.ask(requests.length === 1 ? single : `[${requests.join(",")}]`);
    if ("end" in answer) return [{ failure: new RemoteFailure(endWords(answer.end)) }];
    if (answer.isCut === true) return this.#broken(answer.line, "a line of at most 16 MiB");
    const responses = responsesIn(answer.line, requests.length > 1);
    const results = inOrder(responses, first).flatMap((response) => resultsOf(response));
    if (responses.length === requests.length && results.length === requests.length) return results;
    return this.#broken(answer.line, requests.length === 1 ? ANSWER : `a batch of ${ANSWER}`);
  }

  /** The child breaks its word: what it says from now on means nothing. */
  #broken(line: string, allowed: string): readonly Result[] {
    this.#child.end(false);
    const hint = looksLikeLog(line) ? " (a log line? those belong on standard error)" : "";
    const what = `broken contract: the program printed ${show(line)}${hint}; allowed: ${allowed}`;
    return [{ failure: new RemoteFailure(what) }];
  }
}

const ANSWER = '{"jsonrpc":"2.0","id":...,"result":...}, with the id of the request';

const looksLikeLog = (line: string): boolean => !/^\s*[[{]/.test(line);

/** The answers on a line; none if it is one where a batch must be, or the other way round. */
function responsesIn(line: string, isBatch: boolean): readonly Response[] {
  const value = parsed(line);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (Array.isArray(value) !== isBatch) return [];
  return list.flatMap((each) => {
    if (isResult(each)) return [each];
    const response = RESPONSE.safeParse(each);
    return response.success ? [response.data] : [];
  });
}

/** Whether it is a response with a result, by a test that is faster than the schema's. */
function isResult(value: unknown): value is Response {
  if (typeof value !== "object" || value === null) return false;
  const { jsonrpc, id, result, error } = value as Readonly<Record<string, unknown>>;
  return (
    jsonrpc === "2.0" && Number.isSafeInteger(id) && result !== undefined && error === undefined
  );
}

/** The responses with the ids from `first` on, in the order of their ids. */
function inOrder(responses: readonly Response[], first: number): readonly Response[] {
  if (responses.every(({ id }, index) => id === first + index)) return responses;
  const byId = new Map(responses.map((response) => [response.id, response]));
  return responses.flatMap((_, index) => byId.get(first + index) ?? []);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What a response says; nothing for one that is neither of both. */
function resultsOf(response: Response): readonly Result[] {
  const { result, error } = response;
  if (error !== undefined) return [{ failure: new ProgramError(error.message, error.code) }];
  return result === undefined ? [] : [{ result }];
}

/** A result in the form that its schema gives it. Throws {@link RemoteFailure}. */
export function checkedResult<Schema extends z.ZodType>(
  schema: Schema,
  result: unknown,
): z.output<Schema> {
  const read = schema.safeParse(result);
  if (read.success) return read.data;
  const problems = problemsOf(read.error, result).slice(0, MOST_PROBLEMS);
  const words = problems.map((problem) => describeProblem(under("result", problem))).join("; ");
  throw new RemoteFailure(`broken contract: the program answered that ${words}`);
}

const MOST_PROBLEMS = 3;

const under = (root: string, problem: Problem): Problem => ({
  ...problem,
  path: problem.path === "" ? root : fieldOf(root, problem.path),
});
