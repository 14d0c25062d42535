/** Decodes our JSON formats: a document with one scenario per line, or JSON lines. */
import { NOTHING, onLine } from "./decoded.js";
import type { Decoded, LineDecoder, OpenFile } from "./decoded.js";
import { parseJson } from "../input/json-text.js";
import { openFile } from "./open-file.js";
import type { Read } from "../input/problem.js";

/** Opens a file by the text of its header. */
export function openText(text: string): Read<OpenFile> {
  const document = parseJson(text);
  return document.ok ? openFile(document.value) : document;
}

function scenarioLine(text: string, line: number, file: OpenFile): readonly Decoded[] {
  const document = parseJson(text);
  const scenario = document.ok ? file.scenario(document.value) : document;
  if (!scenario.ok) return onLine(line, scenario.problems);
  return [{ kind: "scenario", scenario: scenario.value }];
}

/** A header on the first line, and a body that is read only if the header can be used. */
export function headed(
  header: (text: string) => Read<OpenFile>,
  bodyOf: (file: OpenFile) => LineDecoder,
): LineDecoder {
  let body: LineDecoder | undefined;
  return {
    push(text, line) {
      if (body !== undefined) return body.push(text, line);
      const file = header(text);
      body = file.ok ? bodyOf(file.value) : SILENT;
      return file.ok
        ? [{ kind: "header", header: file.value.header }]
        : onLine(line, file.problems);
    },
    end: (line) => body?.end(line) ?? NOTHING,
  };
}

/** After a header that cannot be used. */
export const SILENT: LineDecoder = { push: () => NOTHING, end: () => NOTHING };

/** A header, then a scenario on each line. */
export const jsonLines = (): LineDecoder =>
  headed(openText, (file) => ({
    push: (text, line) => (text.trim() === "" ? NOTHING : scenarioLine(text, line, file)),
    end: () => NOTHING,
  }));

const CLOSING = /^\s*\]\s*\}\s*$/;
/** The same on two lines. */
const LIST_END = /^\s*\]\s*$/;
const DOCUMENT_END = /^\s*\}\s*$/;
const COMMA = /,\s*$/;

/** Whether a line after a document's opening is a scenario, or what closes it. */
export const isDocumentLine = (text: string): boolean =>
  CLOSING.test(text) || LIST_END.test(text) || parseJson(text.replace(COMMA, "")).ok;

/** The kind of a line of a document. */
type Mark = "opening" | "comma" | "scenario" | "list" | "closing";

/** Reads the part after the opening of a document: a scenario per line, and a closing line. */
export function documentBody(file: OpenFile): LineDecoder {
  let last: Mark | "mistake" = "opening";
  const mistake = (line: number, { wrong, allowed }: Objection): readonly Decoded[] => {
    last = "mistake";
    return onLine(line, [{ path: "", wrong, allowed }]);
  };
  return {
    push(text, line) {
      if (last === "mistake" || text.trim() === "") return NOTHING;
      const objection = objectionTo(text, last);
      if (objection !== undefined) return mistake(line, objection);
      last = markOf(text, last);
      const isScenario = last === "comma" || last === "scenario";
      return isScenario ? scenarioLine(text.replace(COMMA, ""), line, file) : NOTHING;
    },
    end: (line) =>
      last === "closing" || last === "mistake"
        ? NOTHING
        : mistake(line, { wrong: "breaks off", allowed: "a last line ]}" }),
  };
}

interface Objection {
  readonly wrong: string;
  readonly allowed: string;
}

function objectionTo(text: string, last: Mark): Objection | undefined {
  if (last === "closing" || (last === "list" && !DOCUMENT_END.test(text))) {
    return { wrong: "goes on", allowed: "nothing after the line ]}" };
  }
  const closes = CLOSING.test(text) || LIST_END.test(text);
  if (closes && last === "comma") return { wrong: "ends after a comma", allowed: "a scenario" };
  return last === "scenario" && !closes
    ? { wrong: "lacks a comma before this line", allowed: "a comma, or a last line ]}" }
    : undefined;
}

function markOf(text: string, last: Mark): Mark {
  if (last === "list" || CLOSING.test(text)) return "closing";
  if (LIST_END.test(text)) return "list";
  return COMMA.test(text) ? "comma" : "scenario";
}
