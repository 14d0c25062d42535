/** Modules that define a protocol, and those that do not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { loadProtocol, reloadProtocol } from "../../../io/protocols/load.js";
import { MODULE_PATH } from "../../../lib/protocol/module.js";
import { InputError } from "../../../lib/scenario/input/problem.js";

const OFFERS = fileURLToPath(new URL("../../support/protocols/offers.mjs", import.meta.url));

/** A protocol that lacks nothing, with some of it replaced. */
const created = (replaced: string): string => `export default {
  name: "p",
  bugs: { broken: "nothing" },
  create: () => ({
    name: "p", messageTypes: [{ type: "m" }], init() {}, handle() {}, describe() {}, ${replaced}
  }),
};`;

/** The text of a module, and what is said of it. */
const REFUSED: readonly (readonly [string, string, readonly string[]])[] = [
  ["nothing exported", "", ["the default export is missing; allowed: export default defineProt"]],
  ["no object", "export default 3;", ["the default export is 3; allowed: export default def"]],
  [
    "everything wrong at once",
    'export default { name: "", bugs: { a: 3, b: "fine" } };',
    [
      'name is ""; allowed: a text of 1 to 200 characters',
      "bugs.a is 3; allowed: the rule that it breaks",
      "create is missing; allowed: a function that takes a list of bugs",
    ],
  ],
  [
    "a list of bugs",
    'export default { name: "p", bugs: ["a"], create() {} };',
    ["bugs is a list of 1; allowed: an object of texts, by bug"],
  ],
  [
    "create that throws",
    'export default { name: "p", create() { throw new Error("no") } };',
    ["create([]) throws Error: no; allowed: a protocol"],
  ],
  [
    "create that throws for a bug",
    created("").replace("() => ({", "(bugs) => bugs.length > 0 ? null.x : ({"),
    ['create(["broken"]) throws TypeError: '],
  ],
  [
    "create that promises",
    'export default { name: "p", async create() {} };',
    ["create([]) is a promise; allowed: a protocol"],
  ],
  [
    "a protocol that lacks everything",
    'export default { name: "p", create: () => ({}) };',
    [
      "create([]).name is missing; allowed: a text of 1 to 200 characters",
      "create([]).init is missing; allowed: a function",
      "create([]).handle is missing; allowed: a function",
      "create([]).describe is missing; allowed: a function",
      'create([]).messageTypes is missing; allowed: a list of { type: "vote" }, in the order of',
    ],
  ],
  [
    "message types that are none",
    created(
      'messageTypes: [{ type: "m", phase: "*" }, { type: "m" }, 3, { type: "n", role: "x" }]',
    ),
    [
      'create([]).messageTypes[0].phase is "*"; allowed: ',
      'create([]).messageTypes[1].type is "m"; allowed: a text of 1 to 200 characters, not *, each',
      "create([]).messageTypes[2].type is missing; allowed: ",
      'create([]).messageTypes[3].role is "x"; allowed: one of proposal, vote, timeout, request, ',
    ],
  ],
  [
    "optional parts of another kind",
    created('quorum: 3, promises: "many", properties: [{ name: "safety", init() {}, on: {} }]'),
    [
      "create([]).quorum is 3; allowed: a function, or nothing",
      'create([]).promises is "many"; allowed: an object, or nothing',
      'create([]).properties[0].name is "safety"; allowed: a text of 1 to 200 characters, each once',
      "create([]).properties[0].verdict is missing; allowed: a function",
    ],
  ],
  ["what throws as it is loaded", "null.x;", ["cannot be loaded: TypeError: "]],
  ["what is no JavaScript", "export {", ["cannot be loaded: SyntaxError: "]],
  ["an import of what is not there", 'import "nowhere";', ["cannot be loaded: Error: Cannot find"]],
];

describe("the module of a protocol", () => {
  let folder = "";
  let written = 0;
  const file = (text: string, ending = "mjs"): string => {
    const path = join(folder, `${written++}.${ending}`);
    writeFileSync(path, text);
    return path;
  };
  const refusalOf = async (path: string): Promise<readonly string[]> => {
    const error: unknown = await loadProtocol(path).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(InputError);
    return (error as InputError).message.split("\n");
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-module-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("is loaded with its bugs and the hash of its content", async () => {
    for (const path of [OFFERS, relative(process.cwd(), OFFERS)]) {
      const { module, sha256 } = await loadProtocol(path);
      expect(module.name).to.equal("offers");
      expect(Object.keys(module.bugs)).to.deep.equal(["ballots_for_all"]);
      expect(module.create([]).messageTypes).to.have.length(2);
      expect(sha256).to.match(/^[0-9a-f]{64}$/);
    }
  });

  it("may leave out its bugs, and be in TypeScript where the runtime can", async () => {
    const text = created("").replace("bugs: {", "other: {").replace("() =>", "(_: unknown) =>");
    expect((await loadProtocol(file(text, "ts"))).module.bugs).to.deep.equal({});
  });

  for (const [what, text, problems] of REFUSED) {
    it(`is not ${what}: every problem is told, with the path`, async () => {
      const path = file(text);
      const found = await refusalOf(path);
      expect(found).to.have.length(problems.length);
      for (const [index, problem] of problems.entries()) {
        const place = found[index]?.replace(/^([^:]*)(:\d+)?: /, "$1: ");
        expect(place?.slice(0, path.length + 2 + problem.length)).to.equal(`${path}: ${problem}`);
      }
    });
  }

  it("is a file that is there, and that Node knows", async () => {
    const nowhere = join(folder, "nowhere.mjs");
    expect(await refusalOf(nowhere)).to.deep.equal([
      `${nowhere}: cannot be read: no such file or directory`,
    ]);
    expect((await refusalOf(folder)).join()).to.include("cannot be read: illegal operation on a");
    const other = file("", "py");
    expect(await refusalOf(other)).to.deep.equal([
      `${other}: is no module; allowed: a file that ends in .js, .mjs or .ts`,
    ]);
  });

  it("says in which line it throws", async () => {
    const path = file("\n\nnull.x;");
    expect((await refusalOf(path)).join()).to.match(/^[^:]*:3: cannot be loaded: TypeError: /);
  });

  it("must be the same in every thread", async () => {
    const path = file(created(""));
    const { sha256 } = await loadProtocol(path);
    expect((await reloadProtocol({ path, sha256 })).module.name).to.equal("p");
    const other = await reloadProtocol({ path, sha256: "0" }).catch(String);
    expect(other).to.include("was changed while it was run");
  });

  it("is told from a name by its folder or its ending", () => {
    const paths = ["./a", "../a", "/a", "C:\\a", "c:/a", "a.js", "b/a.mjs", "a.ts", "a.cts"];
    expect(paths.filter((path) => !MODULE_PATH.test(path))).to.deep.equal([]);
    expect(
      ["diembft", "a.json", "js", "a/b", "..."].filter((n) => MODULE_PATH.test(n)),
    ).to.deep.equal([]);
  });
});
