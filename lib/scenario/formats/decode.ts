/** Decodes a scenario file line by line, in any known format. */
import { DistalgoLines } from "./decode-distalgo.js";
import { NOTHING, onLine } from "./decoded.js";
import type { Decoded, LineDecoder } from "./decoded.js";
import { documentLines, isDocumentOpening, looseDocument } from "./decode-document.js";
import { jsonLines } from "./decode-json.js";
import { parseJson } from "../input/json-text.js";

/**
 * Reads a scenario file line by line, in any of the formats that are written and in constant
 * memory; a document in another layout than a scenario per line is held whole. Never throws: what
 * is wrong comes as problems, each with its line. After problems in a header nothing more comes.
 */
export interface ScenarioDecoder {
  /** The next line, without its line break. */
  push(text: string): readonly Decoded[];
  /** Nothing more comes. */
  end(): readonly Decoded[];
}

/** A decoder for one file. The first line that is not blank tells the format. */
export function scenarioDecoder(): ScenarioDecoder {
  let line = 0;
  let format: LineDecoder | undefined;
  const completeness = new Completeness();
  return {
    push(text) {
      line += 1;
      if (format === undefined && text.trim() === "") return NOTHING;
      format ??= formatOf(text, line);
      return completeness.note(format.push(text, line));
    },
    end() {
      const last = completeness.note((format ?? looseDocument(line)).end(line));
      return [...last, ...completeness.problems(line)];
    },
  };
}

/** Holds the number of scenarios that were read against the one that the header says. */
class Completeness {
  #count: number | undefined;
  #scenarios = 0;
  #isSound = true;

  note(all: readonly Decoded[]): readonly Decoded[] {
    for (const decoded of all) {
      if (decoded.kind === "header") this.#count = decoded.header.count;
      else if (decoded.kind === "scenario") this.#scenarios += 1;
      else this.#isSound = false;
    }
    return all;
  }

  /** Problems at the end of a file; none if lines could not be read. */
  problems(line: number): readonly Decoded[] {
    const [count, found] = [this.#count, this.#scenarios];
    if (!this.#isSound || count === undefined || count === found) return NOTHING;
    const what = found < count ? "breaks off" : "goes on";
    const wrong = `${what}: its header counts ${count} scenarios, and it holds ${found}`;
    const allowed = "all of them, or a header without count";
    return onLine(line, [{ path: "", wrong, allowed }]);
  }
}

/** Tells the format by the first line that is not blank. */
function formatOf(text: string, line: number): LineDecoder {
  if (isDocumentOpening(text)) return documentLines();
  const read = parseJson(text);
  if (!read.ok) return looseDocument(line);
  const { value } = read;
  if (Array.isArray(value)) return new DistalgoLines();
  const isWhole = typeof value === "object" && value !== null && "scenarios" in value;
  return isWhole ? looseDocument(line) : jsonLines();
}
