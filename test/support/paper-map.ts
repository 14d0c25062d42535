/** Parses docs/paper-map.md and checks its rows. */
import ts from "typescript";
import { descendants, sourceOf } from "./architecture/source.js";

/** A row of the map: a procedure of the paper, the function that is it, the test that shows it. */
export interface PaperMapRow {
  readonly procedure: string;
  readonly code: Link;
  readonly test: Link;
}

interface Link {
  readonly text: string;
  /** From the root of the repository. */
  readonly path: string;
}

/** The text of a file, or undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

const ROW = /^\| `(\w+)` +\| \[`(\w+)`\]\(\.\.\/(\S+)\) +\| \[(.+)\]\(\.\.\/(\S+)\) +\|$/;

/** The rows of the map's tables; every table line that is neither header nor row is refused. */
export function parseMap(markdown: string): readonly PaperMapRow[] {
  const lines = markdown.split("\n").filter((line) => line.startsWith("|"));
  return lines
    .filter((line) => !/^\| (procedure +\||-+ \|)/.test(line))
    .map((line) => {
      const [, procedure, name, code, title, test] = ROW.exec(line) ?? [];
      if (procedure === undefined || name === undefined || code === undefined) {
        throw new Error(`not a row of the map: ${line}`);
      }
      return {
        procedure,
        code: { text: name, path: code },
        test: { text: title ?? "", path: test ?? "" },
      };
    });
}

const camelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What is wrong with a row, in words; nothing when it points where it says. */
export function faults({ procedure, code, test }: PaperMapRow, read: ReadText): readonly string[] {
  const expected = camelCase(procedure);
  const found: string[] = [];
  if (code.text !== expected) found.push(`${procedure} is called ${expected}, not ${code.text}`);
  if (!declares(read(code.path), code)) found.push(`${code.path} declares no ${code.text}`);
  if (!mentions(read(test.path), test)) found.push(`${test.path} has no test "${test.text}"`);
  return found;
}

function declares(text: string | undefined, { path, text: name }: Link): boolean {
  if (text === undefined) return false;
  return sourceOf(path, text).ast.statements.some((statement) => {
    if (ts.isFunctionDeclaration(statement)) return statement.name?.text === name;
    if (!ts.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.some(
      ({ name: declared, initializer }) =>
        declared.getText() === name && initializer !== undefined && ts.isArrowFunction(initializer),
    );
  });
}

/** A title stands in a test file as a string of its own: an argument, or a cell of a table. */
function mentions(text: string | undefined, { path, text: title }: Link): boolean {
  if (text === undefined) return false;
  return [...descendants(sourceOf(path, text).ast)].some(
    (node) => ts.isStringLiteralLike(node) && node.text === title,
  );
}
