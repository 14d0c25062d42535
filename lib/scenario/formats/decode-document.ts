/** Decodes scenario files that are one JSON document in any layout. */
import { NOTHING } from "./decoded.js";
import type { Decoded, LineDecoder, OpenFile } from "./decoded.js";
import { documentBody, headed, isDocumentLine, openText, SILENT } from "./decode-json.js";
import { parseJson } from "../input/json-text.js";
import { openFile } from "./open-file.js";
import { LONGEST_LINE } from "../input/limits.js";
import { isValue, itemOf } from "../input/problem.js";
import type { Problem, Read } from "../input/problem.js";
import { Problems } from "../input/problems.js";

const OPENING = /,\s*"scenarios"\s*:\s*\[\s*$/;

/** Whether a line opens a document that is laid out with a scenario per line, as ours are. */
export const isDocumentOpening = (text: string): boolean => OPENING.test(text);

const openingText = (text: string): Read<OpenFile> => openText(`${text.replace(OPENING, "")}}`);

/** A document of ours: its header on a line, a scenario on each, and a closing line. */
export const documentLines = (): LineDecoder => headed(openingText, documentBody);

/**
 * A document that begins otherwise. If its header ends a line, and the next is a scenario, it is
 * read line by line from there on; if not, it has to be held until its end is seen.
 */
export function looseDocument(firstLine: number): LineDecoder {
  const held: string[] = [];
  let layout: "unknown" | "opened" | "other" = "unknown";
  let body: LineDecoder | undefined;
  let length = 0;
  return {
    push(text, line) {
      if (body !== undefined) return body.push(text, line);
      length += text.length + 1;
      if (length > LONGEST_LINE) {
        held.length = 0;
        body = SILENT;
        return [{ kind: "problems", problems: [TOO_LONG] }];
      }
      if (layout === "opened" && text.trim() !== "") {
        const opening = held.join("\n");
        if (isDocumentOpening(opening) && isDocumentLine(text)) {
          const file = openingText(opening);
          body = file.ok ? documentBody(file.value) : SILENT;
          return [...headerOf(file, firstLine), ...body.push(text, line)];
        }
        layout = "other";
      }
      held.push(text);
      if (layout === "unknown" && /"scenarios"\s*:\s*\[\s*$/.test(text)) layout = "opened";
      return NOTHING;
    },
    end: (line) => body?.end(line) ?? wholeDocument(held.join("\n"), firstLine),
  };
}

const TOO_LONG: Problem = {
  path: "",
  wrong: `is a document of more than ${LONGEST_LINE} characters`,
  allowed: "a scenario on each line, as twins-gen writes them",
};

function headerOf(file: Read<OpenFile>, firstLine: number): readonly Decoded[] {
  if (file.ok) return [{ kind: "header", header: file.value.header }];
  return [{ kind: "problems", problems: file.problems.map((each) => shifted(each, firstLine)) }];
}

/** A problem of a text that begins on some line, with its line in the file. */
function shifted(problem: Problem, firstLine: number): Problem {
  const { line } = problem;
  return line === undefined ? problem : { ...problem, line: line + Math.max(firstLine, 1) - 1 };
}

function wholeDocument(text: string, firstLine: number): readonly Decoded[] {
  const read = parseJson(text);
  if (read.ok) return document(read.value);
  return [{ kind: "problems", problems: read.problems.map((each) => shifted(each, firstLine)) }];
}

function document(value: unknown): readonly Decoded[] {
  const { scenarios, ...fields } = Object.assign({}, value) as { scenarios?: unknown };
  const file = openFile(typeof value === "object" ? fields : value);
  const problems = [
    ...(file.ok ? [] : file.problems),
    ...(Array.isArray(scenarios)
      ? []
      : [{ path: "scenarios", wrong: isValue(scenarios), allowed: "a list of scenarios" }]),
  ];
  if (!file.ok || !Array.isArray(scenarios)) return [{ kind: "problems", problems }];
  const decoded: Decoded[] = [{ kind: "header", header: file.value.header }];
  const found = new Problems();
  for (const [index, each] of (scenarios as readonly unknown[]).entries()) {
    if (found.isFull) break;
    const scenario = found.take(file.value.scenario(each, itemOf("scenarios", index)));
    if (scenario !== undefined) decoded.push({ kind: "scenario", scenario });
  }
  if (found.list.length > 0) decoded.push({ kind: "problems", problems: found.list });
  return decoded;
}
