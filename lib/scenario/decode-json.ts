import { NOTHING, onLine } from "./decoded.js";
import type { Decoded, LineDecoder } from "./decoded.js";
import { readFileHeader } from "./file-header.js";
import type { ScenarioFileHeader } from "./file-header.js";
import { parseJson } from "./json-text.js";
import { isValue, itemOf } from "./problem.js";
import type { Read } from "./problem.js";
import { scenarioReader } from "./read-scenario.js";
import type { ScenarioReader } from "./read-scenario.js";

type Body = (text: string, line: number, reader: ScenarioReader) => readonly Decoded[];

/** A header on the first line, and a body that is read only if the header can be used. */
function headed(header: (text: string) => Read<ScenarioFileHeader>, body: Body): LineDecoder {
  let read: Read<ScenarioReader> | undefined;
  return {
    push(text, line) {
      if (read !== undefined) {
        return read.ok && text.trim() !== "" ? body(text, line, read.value) : NOTHING;
      }
      const found = header(text);
      read = found.ok ? { ok: true, value: scenarioReader(found.value.roster) } : found;
      return found.ok ? [{ kind: "header", header: found.value }] : onLine(line, found.problems);
    },
    end: () => NOTHING,
  };
}

function scenarioLine(text: string, line: number, reader: ScenarioReader): readonly Decoded[] {
  const document = parseJson(text);
  const scenario = document.ok ? reader.scenario(document.value) : document;
  if (!scenario.ok) return onLine(line, scenario.problems);
  return [{ kind: "scenario", scenario: scenario.value }];
}

function headerFrom(text: string): Read<ScenarioFileHeader> {
  const document = parseJson(text);
  return document.ok ? readFileHeader(document.value) : document;
}

/** A header, then a scenario on each line. */
export const jsonLines = (): LineDecoder => headed(headerFrom, scenarioLine);

const OPENING = /,\s*"scenarios"\s*:\s*\[\s*$/;
const CLOSING = /^\s*\]\s*\}\s*$/;
const COMMA = /,\s*$/;

/** Whether a line opens a document that is laid out with a scenario per line. */
export const isDocumentOpening = (text: string): boolean => OPENING.test(text);

/** One JSON document: its header on a line, a scenario on each, and a closing line. */
export function documentLines(): LineDecoder {
  let last: "opening" | "scenario" | "comma" | "closing" | "mistake" = "opening";
  const mistake = (line: number, wrong: string, allowed: string): readonly Decoded[] => {
    last = "mistake";
    return onLine(line, [{ path: "", wrong, allowed }]);
  };
  const body: Body = (text, line, reader) => {
    const closes = CLOSING.test(text);
    if (last === "mistake") return NOTHING;
    if (last === "closing") return mistake(line, "goes on", "nothing after the line ]}");
    if (closes && last === "comma") return mistake(line, "ends after a comma", "a scenario");
    if (!closes && last === "scenario") {
      return mistake(line, "lacks a comma before this line", "a comma, or a last line ]}");
    }
    last = closes ? "closing" : COMMA.test(text) ? "comma" : "scenario";
    return closes ? NOTHING : scenarioLine(text.replace(COMMA, ""), line, reader);
  };
  let usable = true;
  const lines = headed((text) => {
    const header = headerFrom(`${text.replace(OPENING, "")}}`);
    usable = header.ok;
    return header;
  }, body);
  return {
    push: (text, line) => lines.push(text, line),
    end: (line) =>
      usable && last !== "closing" && last !== "mistake"
        ? mistake(line, "breaks off", "a last line ]}")
        : NOTHING,
  };
}

/** A document in any layout, which has to be held until its end is seen. */
export function wholeDocument(firstLine: number): LineDecoder {
  const lines: string[] = [];
  return {
    push(text) {
      lines.push(text);
      return NOTHING;
    },
    end() {
      const read = parseJson(lines.join("\n"));
      if (read.ok) return document(read.value);
      const problems = read.problems.map((problem) => ({
        ...problem,
        line: (problem.line ?? 1) + Math.max(firstLine, 1) - 1,
      }));
      return [{ kind: "problems", problems }];
    },
  };
}

function document(value: unknown): readonly Decoded[] {
  const { scenarios, ...fields } = Object.assign({}, value) as { scenarios?: unknown };
  const header = readFileHeader(typeof value === "object" ? fields : value);
  const problems = [
    ...(header.ok ? [] : header.problems),
    ...(Array.isArray(scenarios)
      ? []
      : [{ path: "scenarios", wrong: isValue(scenarios), allowed: "a list of scenarios" }]),
  ];
  if (!header.ok || !Array.isArray(scenarios)) return [{ kind: "problems", problems }];
  const reader = scenarioReader(header.value.roster);
  const decoded = scenarios.map((scenario: unknown, index): Decoded => {
    const read = reader.scenario(scenario, itemOf("scenarios", index));
    return read.ok
      ? { kind: "scenario", scenario: read.value }
      : { kind: "problems", problems: read.problems };
  });
  return [{ kind: "header", header: header.value }, ...decoded];
}
