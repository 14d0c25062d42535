import { NOTHING, onLine } from "./decoded.js";
import type { Decoded, LineDecoder, OpenFile } from "./decoded.js";
import { parseJson } from "./json-text.js";
import { openFile } from "./open-file.js";
import type { Read } from "./problem.js";

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

/** What follows the opening of a document: a scenario on each line, and a closing line. */
export function documentBody(file: OpenFile): LineDecoder {
  let last: "opening" | "scenario" | "comma" | "list" | "closing" | "mistake" = "opening";
  const mistake = (line: number, wrong: string, allowed: string): readonly Decoded[] => {
    last = "mistake";
    return onLine(line, [{ path: "", wrong, allowed }]);
  };
  return {
    push(text, line) {
      if (last === "mistake" || text.trim() === "") return NOTHING;
      if (last === "list" && DOCUMENT_END.test(text)) {
        last = "closing";
        return NOTHING;
      }
      const closes = CLOSING.test(text) || LIST_END.test(text);
      if (last === "closing" || last === "list") {
        return mistake(line, "goes on", "nothing after the line ]}");
      }
      if (closes && last === "comma") return mistake(line, "ends after a comma", "a scenario");
      if (!closes && last === "scenario") {
        return mistake(line, "lacks a comma before this line", "a comma, or a last line ]}");
      }
      if (closes) {
        last = CLOSING.test(text) ? "closing" : "list";
        return NOTHING;
      }
      last = COMMA.test(text) ? "comma" : "scenario";
      return scenarioLine(text.replace(COMMA, ""), line, file);
    },
    end: (line) =>
      last === "closing" || last === "mistake"
        ? NOTHING
        : mistake(line, "breaks off", "a last line ]}"),
  };
}
