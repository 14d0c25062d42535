/** Parsed source files for the architecture rules. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";

/** A source file, parsed once for every rule. */
export interface Source {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly ast: ts.SourceFile;
}

/** What a rule found, ready to be read: `file:line: what is wrong; what to do instead`. */
export type SourceFinding = string;
export type Rule = (source: Source) => readonly SourceFinding[];

export function sourceOf(path: string, text: string): Source {
  return { path, text, ast: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** Every TypeScript file in the given folders and files; what does not exist holds none. */
export function readSources(root: string, places: readonly string[]): readonly Source[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.([cm]?ts|tsx)$/.test(path))
    .filter((path) => places.some((place) => path === place || path.startsWith(`${place}/`)));
  return files.sort().map((path) => sourceOf(path, readFileSync(posix.join(root, path), "utf8")));
}

export function findingAt(source: Source, node: ts.Node, message: string): SourceFinding {
  const { line } = source.ast.getLineAndCharacterOfPosition(node.getStart(source.ast));
  return findingAtLine(source, line + 1, message);
}

export function findingAtLine(source: Source, line: number, message: string): SourceFinding {
  return `${source.path}:${line}: ${message}`;
}

/** Every node below, in reading order. */
export function* descendants(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* descendants(child);
  }
}

/** Stands for the specifier of an `import()` that is computed. */
export const COMPUTED = "whatever is computed";

/** Where a module specifier stands in a source, and whether only types come through it. */
export interface Import {
  readonly specifier: string;
  readonly node: ts.Node;
  readonly typeOnly: boolean;
}

/** Static imports, re-exports, `import()` and `import("…")` types. */
export function importsOf(source: Source): readonly Import[] {
  return [...descendants(source.ast)].flatMap((node) => {
    const found = importAt(node);
    return found === undefined ? [] : [{ ...found, node }];
  });
}

function importAt(node: ts.Node): Omit<Import, "node"> | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: node.moduleSpecifier.text, typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    const specifier = node.moduleSpecifier.getText().slice(1, -1);
    return { specifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) {
    return { specifier: node.argument.getText().slice(1, -1), typeOnly: true };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [name] = node.arguments;
    const specifier = name && ts.isStringLiteralLike(name) ? name.text : COMPUTED;
    return { specifier, typeOnly: false };
  }
  return undefined;
}

/** The file of ours that a relative specifier names, or undefined for a package. */
export function targetOf(source: Source, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(source.path), specifier));
  return path.replace(/\.([cm]?)js$/, ".$1ts");
}
