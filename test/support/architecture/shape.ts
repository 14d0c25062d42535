/** Rules about single files: length, exports, suppressed checks and vocabulary. */
import ts from "typescript";
import { descendants, findingAt, findingAtLine } from "./source.js";
import type { SourceFinding, Source } from "./source.js";

const MAX_LINES = 400;
const MAX_COLUMNS = 100;

/** The limit on the length of a file. */
export function length({ path, text }: Source): readonly SourceFinding[] {
  const count = text.replace(/\n$/, "").split("\n").length;
  return count > MAX_LINES
    ? [`${path}:${MAX_LINES + 1}: ${count} lines, ${MAX_LINES} at most; move an idea out`]
    : [];
}

/** A line fits a screen. */
export function width(source: Source): readonly SourceFinding[] {
  return source.text
    .split("\n")
    .flatMap((line, index) =>
      line.length > MAX_COLUMNS
        ? [
            findingAtLine(
              source,
              index + 1,
              `${line.length} columns, ${MAX_COLUMNS} at most; break it`,
            ),
          ]
        : [],
    );
}

/** The compiler and the linter are obeyed, never switched off. */
export function noSuppressions(source: Source): readonly SourceFinding[] {
  const switches = source.text.split("\n").flatMap((line, index) => {
    const found = /@ts-(ignore|nocheck|expect-error)|eslint-disable/.exec(line);
    return found === null
      ? []
      : [findingAtLine(source, index + 1, `${found[0]} switches a check off; mend the cause`)];
  });
  const anys = [...descendants(source.ast)]
    .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
    .map((node) => findingAt(source, node, "any switches the compiler off; use unknown or a type"));
  return [...switches, ...anys];
}

/** What is printed goes through io/, which escapes it and knows whether it was taken. */
export function noPrinting(source: Source): readonly SourceFinding[] {
  return [...descendants(source.ast)]
    .filter((node): node is ts.Identifier => ts.isIdentifier(node) && SCREENS.has(node.text))
    .map((node) =>
      findingAt(source, node, `${node.text} is out of reach; print by a helper of io/`),
    );
}

const SCREENS = new Set(["console", "stdout", "stderr"]);

const MEANS_TWINS = "a protocol knows replicas, not twins; name the rule it is about";

/** The contract may tell in comments what a twin is; no name of it depends on there being any. */
export function noTwinNames(source: Source): readonly SourceFinding[] {
  return [...descendants(source.ast)]
    .filter((node): node is ts.Identifier => ts.isIdentifier(node) && /twin/i.test(node.text))
    .map((node) => findingAt(source, node, `${node.text}: ${MEANS_TWINS}`));
}

/** The names of bugs are the tester's: a key of the record that is all of its line. */
const isBugName = ({ path }: Source, line: string): boolean =>
  /\/bugs\/\w+-bugs\.ts$/.test(path) && /^ {2}[a-z_]+: \{$/.test(line);

/** Twins, but not in the name of the package. */
const TWIN = /twin(?!s-bft)/i;

/** A protocol does not know that it is tested with twins, in no word of it but the bugs' names. */
export function noTwins(source: Source): readonly SourceFinding[] {
  return source.text
    .split("\n")
    .flatMap((line, index) =>
      TWIN.test(line) && !isBugName(source, line)
        ? [findingAtLine(source, index + 1, MEANS_TWINS)]
        : [],
    );
}

/** A door holds nothing but exports by name, so that what is public is decided line by line. */
export function door(source: Source): readonly SourceFinding[] {
  return source.ast.statements
    .filter((statement) => !isExportByName(statement))
    .map((statement) =>
      findingAt(
        source,
        statement,
        'a door only exports by name; write export { name } from "./file.js"',
      ),
    );
}

const isExportByName = (statement: ts.Statement): boolean =>
  ts.isExportDeclaration(statement) &&
  statement.moduleSpecifier !== undefined &&
  statement.exportClause !== undefined &&
  ts.isNamedExports(statement.exportClause);

/** Folders of which outsiders may want something, and that have no door. */
export function missingDoors(sources: readonly Source[]): readonly SourceFinding[] {
  const paths = new Set(sources.map(({ path }) => path));
  const folders = new Set(
    [...paths].flatMap(
      (path) => /^(lib\/protocols\/[\w-]+|lib\/\w+|\w+)(?=\/)/.exec(path)?.[0] ?? [],
    ),
  );
  return [...folders]
    .filter((folder) => !paths.has(`${folder}/index.ts`))
    .map((folder) => `${folder}/index.ts:1: is missing; export there what outsiders may use`);
}
