/** Rules that keep lib/ deterministic: banned globals and module state. */
import ts from "typescript";
import { descendants, findingAt } from "./source.js";
import type { SourceFinding, Source } from "./source.js";

/** What makes a run depend on more than its input, and what to use instead. */
const BANNED: Readonly<Record<string, string>> = {
  Buffer: "use strings or Uint8Array",
  console: "return data and let the caller print",
  Date: "use the virtual time that comes with the event",
  FinalizationRegistry: "nothing may depend on garbage collection",
  globalThis: "take what you need as a parameter",
  Intl: "format by hand: the locale is the machine's",
  performance: "use the virtual time that comes with the event",
  process: "take what you need as a parameter",
  Promise: "return plainly: lib is synchronous",
  queueMicrotask: "return an effect",
  require: "import at the top of the file",
  setImmediate: "return a start-timer effect",
  setInterval: "return a start-timer effect",
  setTimeout: "return a start-timer effect",
  WeakRef: "nothing may depend on garbage collection",
};

/** Methods whose answer depends on the machine's locale. */
const LOCALE_METHODS = /^(localeCompare|toLocale\w+)$/;

/** The functions of Math that give the same bits on every machine. */
const EXACT_MATH = new Set(
  "abs ceil clz32 floor imul max min round sign sqrt trunc MAX_SAFE_INTEGER".split(" "),
);

/** Clocks, randomness, the machine, anything asynchronous: none of it in `lib/`. */
export function purity(source: Source): readonly SourceFinding[] {
  return [...descendants(source.ast)].flatMap((node) => {
    const message = impurity(node);
    return message === undefined ? [] : [findingAt(source, node, message)];
  });
}

function impurity(node: ts.Node): string | undefined {
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) {
    return "async code has no fixed order; return plainly: lib is synchronous";
  }
  if (!ts.isIdentifier(node)) return undefined;
  if (isMemberName(node)) {
    return LOCALE_METHODS.test(node.text)
      ? `${node.text} depends on the machine's locale; compare with < or format by hand`
      : undefined;
  }
  if (node.text === "Math") return impurityOfMath(node);
  const instead = Object.hasOwn(BANNED, node.text) ? BANNED[node.text] : undefined;
  return instead === undefined ? undefined : `${node.text} is banned in lib; ${instead}`;
}

function impurityOfMath(node: ts.Identifier): string | undefined {
  const { parent } = node;
  const member = ts.isPropertyAccessExpression(parent) ? parent.name.text : undefined;
  if (member !== undefined && EXACT_MATH.has(member)) return undefined;
  return member === "random"
    ? "Math.random is banned in lib; draw from a named stream of lib/random.ts"
    : `Math${member === undefined ? "" : `.${member}`} may differ between machines; use integers`;
}

/** Whether an identifier names a member (`x.name`, `{ name: … }`) and not a variable. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

/** State that outlives a call: two runs in one process could see each other. */
export function moduleState(source: Source): readonly SourceFinding[] {
  const variables = source.ast.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    const { declarations, flags } = statement.declarationList;
    const isConst = (flags & ts.NodeFlags.Const) !== 0;
    return declarations.filter((declaration) => !isConst || isMutableCollection(declaration));
  });
  const statics = [...descendants(source.ast)]
    .filter(ts.isPropertyDeclaration)
    .filter((member) => hasModifier(member, ts.SyntaxKind.StaticKeyword))
    .filter((member) => !hasModifier(member, ts.SyntaxKind.ReadonlyKeyword));
  return [...variables, ...statics].map((declaration) =>
    findingAt(
      source,
      declaration,
      `${declaration.name.getText()} is state of the module; keep it in a value that the caller ` +
        "owns, or declare it readonly",
    ),
  );
}

const hasModifier = (member: ts.PropertyDeclaration, kind: ts.SyntaxKind): boolean =>
  member.modifiers?.some((modifier) => modifier.kind === kind) ?? false;

/** A `Map`, `Set` or array at the top of a file that is not declared readonly. */
function isMutableCollection({ initializer, type }: ts.VariableDeclaration): boolean {
  if (initializer === undefined || /^(readonly |Readonly)/.test(type?.getText() ?? "")) {
    return false;
  }
  if (ts.isArrayLiteralExpression(initializer)) return true;
  return (
    ts.isNewExpression(initializer) &&
    /^(Weak)?(Map|Set)$|^Array$/.test(initializer.expression.getText())
  );
}
