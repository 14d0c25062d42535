/** The protocol that `--new-protocol` writes: its TypeScript compiles; its JavaScript is equal. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import ts from "typescript";
import { starterText } from "../../../executor/starter.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The compiler's errors in a file, in a folder in which the package is installed. */
function errorsIn(text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "twins-starter-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(ROOT, join(folder, "node_modules", "twins-bft"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const file = join(folder, "mine.ts");
    writeFileSync(file, text);
    const program = ts.createProgram([file], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      skipLibCheck: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text with neither types, comments nor layout. */
const bare = (text: string): string =>
  ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
    },
  }).outputText;

describe("the protocol to begin with", function () {
  this.timeout(120_000);

  it("compiles as TypeScript, with its name in it", () => {
    const text = starterText("mine", true);
    expect(text).to.include('name: "mine"');
    expect(errorsIn(text)).to.deep.equal([]);
    expect(errorsIn(text.replace("round: Round;", "round: string;"))).to.not.deep.equal([]);
  });

  it("is the same in JavaScript, without types", () => {
    const text = starterText("mine", false);
    expect(text).to.not.match(/[«»]|: State|interface/);
    expect(bare(text)).to.equal(bare(starterText("mine", true)));
  });
});
