/** twins-cluster with a protocol that a module of the user's defines. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { cluster } from "../../cluster/cluster.js";
import type { ClusterCommandOptions } from "../../cluster/cluster.js";
import { PLAIN } from "../../io/terminal/style.js";
import { SMALL } from "./support.js";

const OFFERS = fileURLToPath(new URL("../support/protocols/offers.mjs", import.meta.url));
const DIEMBFT = new URL("../../lib/protocols/diembft/protocol.ts", import.meta.url).href;

describe("a cluster of a user's own protocol", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-cluster-"));
    copyFileSync(OFFERS, join(folder, "offers.mjs"));
    const own = `import { diembftModule as diem } from ${JSON.stringify(DIEMBFT)};\n`;
    const text = `${own}export default { name: "mine", bugs: {}, create: () => diem.create([]) };`;
    writeFileSync(join(folder, "mine.mjs"), text);
    const deaf = `${own}
      const right = diem.create([]);
      const handle = (state, event, context) =>
        event.kind === "request" ? [] : right.handle(state, event, context);
      export default { name: "deaf", bugs: {}, create: () => ({ ...right, handle }) };`;
    writeFileSync(join(folder, "deaf.mjs"), deaf);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const run = async (document: object, options: ClusterCommandOptions = {}) => {
    const path = join(folder, "config.json");
    writeFileSync(path, JSON.stringify({ ...SMALL, ...document }));
    const printed: string[] = [];
    const exit = await cluster({
      ...{ path, options, paint: PLAIN, freshSeed: () => "drawn" },
      print: (lines) => printed.push(...lines),
      json: (text) => printed.push(text),
    });
    return { exit, printed: printed.join("\n") };
  };
  const refusal = (...given: Parameters<typeof run>): Promise<string> =>
    run(...given).then(() => "none", String);

  it("is named in the config, from the config's folder", async () => {
    const own = await run({ protocol: "./mine.mjs" });
    expect(own).to.deep.equal(await run({ protocol: "diembft" }));
    expect(own.exit).to.equal(0);
  });

  it("is named on the command line, instead of the config's", async () => {
    const protocol = join(folder, "mine.mjs");
    expect((await run({ protocol: "streamlet" }, { protocol })).exit).to.equal(0);
    expect(await refusal({ bugs: ["small_quorum"] }, { protocol })).to.match(
      /bugs\[0\] is "small_quorum"; allowed: none, for mine has no bugs/,
    );
  });

  for (const [name, protocol] of [
    ["streamlet", "streamlet"],
    ["offers", "./offers.mjs"],
  ] as const) {
    it(`is refused if it has no durability: ${name}`, async () => {
      expect(await refusal({ protocol })).to.include(
        `protocol is ${name}, which has no durability: a cluster could not restart its replicas`,
      );
    });
  }

  it("fails with the reason if it ignores requests", async () => {
    const { exit, printed } = await run({ protocol: "./deaf.mjs", deadline: 20_000 });
    expect(printed).to.include(
      'no request was answered: deaf must handle events of kind "request", and reply',
    );
    expect(exit).to.equal(1);
  });

  it("goes on with its files only if its module is the same", async () => {
    const out = join(folder, "files");
    expect((await run({ protocol: "./mine.mjs" }, { out })).exit).to.equal(0);
    expect((await run({ protocol: "./mine.mjs" }, { out })).exit).to.equal(0);
    expect(await refusal({ protocol: "./deaf.mjs" }, { out })).to.include(
      "holds the files of another config or seed",
    );
  });

  it("names what is allowed in place of an unknown name", async () => {
    expect(await refusal({ protocol: "nonsense" })).to.match(
      /protocol is "nonsense"; allowed: one of diembft, .*, or the path of a module/,
    );
  });
});
