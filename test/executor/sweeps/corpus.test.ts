/** The corpus: families of an earlier sweep are run first, and nothing in it is ever lost. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Options } from "../../../executor/session.js";
import { EXIT } from "../../../io/exit.js";
import { run, temporaryFolder } from "../session.js";

const TRUSTING = new URL("../../support/protocols/trusting.mjs", import.meta.url).href;

const SPACE = {
  ...{ replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } },
  ...{ leaders: { eligible: "any" }, stabilization: { rounds: 1 } },
};

interface Document {
  readonly corpus?: { readonly scenarios: number; readonly failed: readonly string[] };
  readonly families: readonly {
    readonly first: string;
    readonly shrunk?: { readonly rounds: string; readonly twins: readonly string[] };
  }[];
}

/** A line of a corpus. */
interface Entry {
  readonly file: object;
  readonly id: string;
  readonly rounds: string;
  readonly violated: readonly string[];
}

describe("a corpus", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();
  let config: string;
  let runs = 0;

  before(() => {
    config = inFolder("space.json");
    writeFileSync(config, JSON.stringify(SPACE));
  });

  const newCorpus = (): string => inFolder(`corpus-${runs++}.jsonl`);

  async function sweep(corpus: string | false, options: Partial<Options> = {}) {
    const base = { protocol: fileURLToPath(TRUSTING), order: "random", limit: 40 };
    const given = { ...base, corpus, ...options };
    const { printed, warned, exit } = await run(config, { ...given, json: true });
    return { document: JSON.parse(printed.join("")) as Document, warned, exit };
  }

  it("gets what each family shrinks to once, and the next sweep runs it first", async () => {
    const corpus = newCorpus();
    const first = await sweep(corpus);
    expect(first.document).to.not.have.property("corpus");
    const text = readFileSync(corpus, "utf8");
    const ids = first.document.families.map(({ shrunk }) => shrunk?.rounds);
    expect(ids).to.not.be.empty;
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { readonly id: string }).id)).to.deep.equal(
      ids,
    );
    // The order has no failure in its first scenarios: what fails is that of the corpus.
    const second = await sweep(corpus, { limit: 1, order: "systematic" });
    expect(second.document.families).to.deep.equal([]);
    expect(second.document.corpus).to.deep.equal({ scenarios: ids.length, failed: ids });
    expect(second.exit).to.equal(EXIT.violated);
    expect(readFileSync(corpus, "utf8")).to.equal(text);
  });

  it("keeps a shrunk scenario with its own roster, and with what it still violates", async () => {
    const corpus = newCorpus();
    const [config, protocol] = [inFolder("seven.json"), "diembft"];
    writeFileSync(
      config,
      JSON.stringify({ replicas: 7, twins: 1, rounds: 2, partitions: { groups: 1 } }),
    );
    await run(config, { protocol, bug: ["small_quorum"], limit: 1, corpus });
    const [entry = ""] = readFileSync(corpus, "utf8").split("\n");
    const { id, rounds, violated, file } = JSON.parse(entry) as Entry;
    expect([id, rounds, violated]).to.deep.equal(["a: all", "a: all", ["certificate-quorum"]]);
    expect(file).to.deep.include({ replicas: ["a", "b", "c", "d"], twins: [], faulty: 1 });
    const again = await run(config, { protocol, bug: ["small_quorum"], limit: 1, corpus });
    expect(again.printed.join("\n")).to.include("1 scenario, run first, not counted above: 1 with");
  });

  it("gets the scenarios as they are with --no-shrink", async () => {
    const corpus = newCorpus();
    const { document } = await sweep(corpus, { shrink: false });
    const ids = readFileSync(corpus, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as Entry).id);
    expect(ids).to.deep.equal(document.families.map((family) => family.first));
  });

  it("is the same for any number of workers, from a space and from a file", async () => {
    const [one, two] = [newCorpus(), newCorpus()];
    await sweep(one, { workers: 1, shrink: false });
    await sweep(two, { workers: 2, shrink: false });
    expect(readFileSync(two, "utf8")).to.equal(readFileSync(one, "utf8"));
    const line = JSON.parse(readFileSync(one, "utf8").split("\n")[0] ?? "") as Entry;
    const file = inFolder("scenarios.json");
    const { id, rounds } = line;
    writeFileSync(file, JSON.stringify({ ...line.file, scenarios: [{ id, rounds }] }));
    const three = newCorpus();
    await run(file, { protocol: fileURLToPath(TRUSTING), corpus: three, shrink: false });
    expect(readFileSync(three, "utf8")).to.equal(readFileSync(one, "utf8"));
  });

  it("does not change results, and is not read or written without", async () => {
    const corpus = newCorpus();
    await sweep(corpus);
    const [out, plain] = [inFolder("with.jsonl"), inFolder("without.jsonl")];
    await sweep(corpus, { out });
    await sweep(false, { out: plain });
    expect(readFileSync(out, "utf8")).to.equal(readFileSync(plain, "utf8"));
  });

  it("keeps lines that it cannot read, and names them", async () => {
    const corpus = newCorpus();
    await sweep(corpus);
    const [line = ""] = readFileSync(corpus, "utf8").split("\n");
    const before = [
      line.replace('"version":1', '"version":2'),
      line.replace('"protocol":"trusting"', '"protocol":"another"'),
      line.replace('"rounds":"', '"rounds":"z: '),
      "torn, and without an end of line",
    ].join("\n");
    writeFileSync(corpus, before);
    const { document, warned } = await sweep(corpus);
    expect(document).to.not.have.property("corpus");
    expect(warned.map((each) => each.replace(corpus, "C"))).to.deep.equal([
      "warning: C:1 is of version 2 of the format, not 1; it is left as it is",
      "warning: C:3 is no scenario of its roster; it is left as it is",
      "warning: C:4 is damaged; it is left as it is",
    ]);
    expect(readFileSync(corpus, "utf8")).to.equal(`${before}\n${line}\n`);
  });

  it("that cannot be written is refused before anything is run", async () => {
    writeFileSync(inFolder("a-file"), "");
    const refused = await sweep(`${inFolder("a-file")}/corpus.jsonl`).catch(
      (error: unknown) => error,
    );
    expect(refused).to.have.property("name", "InputError");
    expect(String(refused)).to.match(/--corpus is .*a-file/);
  });

  it("is added to by several processes at once, and loses no line", async () => {
    const corpus = newCorpus();
    const module = new URL("../../../io/outputs/logs/shared-log.ts", import.meta.url).href;
    const lines = ["line 0", "line 1", "line 2"];
    const script = (line: string): string =>
      `import { addToShared } from ${JSON.stringify(module)};
      await addToShared(${JSON.stringify(corpus)}, () => [${JSON.stringify(line)}]);`;
    const exits = lines.map((line) => {
      const args = ["--import", "tsx", "--input-type=module", "--eval", script(line)];
      const child = spawn(process.execPath, args, { stdio: "ignore" });
      return new Promise((resolve) => child.on("exit", resolve));
    });
    expect(await Promise.all(exits)).to.deep.equal([0, 0, 0]);
    const text = readFileSync(corpus, "utf8");
    expect(text.trimEnd().split("\n").toSorted()).to.deep.equal(lines);
  });
});
