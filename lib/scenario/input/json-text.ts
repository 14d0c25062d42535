/** Parses JSON text, or reports the error with its position. */
import { excessIn, placeIn, splitPairIn } from "./json-limits.js";
import { repeatedNames } from "./json-names.js";
import { accepted, refused, show } from "./problem.js";
import type { Problem, Read } from "./problem.js";

/**
 * The value of a JSON text, or a syntax error with its position. It also refuses some valid JSON:
 * deep nesting, lone surrogates, duplicate names in an object, and more values than `mostValues`.
 * Never throws.
 */
export function parseJson(text: string, mostValues = Infinity): Read<unknown> {
  const excess = excessIn(text, mostValues);
  if (excess !== undefined) return refused([excess]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused([syntaxProblem(text)]);
  }
  const split = splitPairIn(text, value);
  if (split !== undefined) return refused([split]);
  const repeated = repeatedNames(text, value);
  return repeated.length > 0 ? refused(repeated) : accepted(value);
}

/* Engines word their syntax errors differently and give a position only sometimes: we look. */

type Expected =
  | "a value"
  | "a value or ]"
  | "a name in double quotes"
  | "a name in double quotes or }"
  | "a colon"
  | "a comma"
  | "the rest of a string"
  | "the end";

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

class Scanner {
  offset = 0;
  readonly #text: string;
  /** The brackets that are open, innermost last. */
  readonly #open: ("[" | "{")[] = [];
  #inString = false;

  constructor(text: string) {
    this.#text = text;
  }

  get next(): string {
    return this.#text.charAt(this.offset);
  }

  get innermost(): "[" | "{" | undefined {
    return this.#open.at(-1);
  }

  /** Scans to the first unexpected token; returns the expected one. */
  run(): Expected | undefined {
    let expected: Expected = "a value";
    for (;;) {
      this.skip(SPACE);
      if (expected === "the end" && this.next === "") return undefined;
      const then = this.#step(expected);
      if (then === undefined) return this.#inString ? "the rest of a string" : expected;
      expected = then;
    }
  }

  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.offset += found.length;
    return found !== "";
  }

  /** The expectation after the next token; undefined if the token is unexpected. */
  #step(expected: Expected): Expected | undefined {
    if (this.#isEmptyHere(expected)) return this.#close();
    switch (expected) {
      case "a value":
      case "a value or ]":
        return this.#value();
      case "a name in double quotes":
      case "a name in double quotes or }":
        return this.#string() ? "a colon" : undefined;
      case "a colon":
        return this.#take(":") ? "a value" : undefined;
      case "a comma":
        return this.#afterValue();
      case "the rest of a string":
      case "the end":
        return undefined;
    }
  }

  #isEmptyHere(expected: Expected): boolean {
    return (
      (this.next === "]" && expected === "a value or ]") ||
      (this.next === "}" && expected === "a name in double quotes or }")
    );
  }

  #value(): Expected | undefined {
    if (this.next === "[" || this.next === "{") {
      this.#open.push(this.next);
      this.offset += 1;
      return this.innermost === "[" ? "a value or ]" : "a name in double quotes or }";
    }
    if (this.#string() || this.skip(NUMBER) || this.skip(LITERAL)) return this.#whole();
    return undefined;
  }

  #afterValue(): Expected | undefined {
    if (this.#take(",")) return this.innermost === "[" ? "a value" : "a name in double quotes";
    if (this.next === (this.innermost === "[" ? "]" : "}")) return this.#close();
    return undefined;
  }

  #close(): Expected {
    this.#open.pop();
    this.offset += 1;
    return this.#whole();
  }

  #whole(): Expected {
    return this.innermost === undefined ? "the end" : "a comma";
  }

  #take(character: string): boolean {
    if (this.next !== character) return false;
    this.offset += 1;
    return true;
  }

  /** A string; when it is broken, the scanner stands where it breaks. */
  #string(): boolean {
    if (!this.#take('"')) return false;
    do this.skip(PLAIN);
    while (this.skip(ESCAPE));
    this.#inString = !this.#take('"');
    return !this.#inString;
  }
}

function syntaxProblem(text: string): Problem {
  const scanner = new Scanner(text);
  const expected = scanner.run();
  const what =
    scanner.next === "" ? "the text breaks off" : `${show(scanner.next)} is out of place`;
  return {
    path: "",
    wrong: `is not JSON: ${what}`,
    ...(expected === undefined ? {} : { allowed: describe(expected, scanner.innermost) }),
    ...placeIn(text, scanner.offset),
  };
}

function describe(expected: Expected, innermost: "[" | "{" | undefined): string {
  if (expected !== "a comma") return expected;
  return innermost === "[" ? "a comma or ]" : "a comma or }";
}
