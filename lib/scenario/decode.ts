import { DistalgoLines } from "./decode-distalgo.js";
import { NOTHING } from "./decoded.js";
import type { Decoded, LineDecoder } from "./decoded.js";
import { documentLines, isDocumentOpening, looseDocument } from "./decode-document.js";
import { jsonLines } from "./decode-json.js";
import { parseJson } from "./json-text.js";

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

export function scenarioDecoder(): ScenarioDecoder {
  let line = 0;
  let format: LineDecoder | undefined;
  return {
    push(text) {
      line += 1;
      if (format === undefined && text.trim() === "") return NOTHING;
      format ??= formatOf(text, line);
      return format.push(text, line);
    },
    end: () => (format ?? looseDocument(line)).end(line),
  };
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
