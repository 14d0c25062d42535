/** The shipped cluster configs pass and show what they expect. */
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { format } from "prettier";
import { z } from "zod";
import { CLUSTER_CONFIG } from "../../cluster/config/config-schema.js";
import { runDocument } from "../../cluster/reports/document.js";
import { readConfig } from "../../cluster/config/read-config.js";
import { runCluster } from "../../cluster/run.js";
import { verdictOf } from "../../cluster/verdict.js";
import { CRYPTO_NAMES } from "../../lib/crypto/names.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { writeFileSync } from "node:fs";
import { UPDATE } from "../support/update.js";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL("cluster-configs/", ROOT);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length));

const documentOf = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));

const configOf = (name: string) =>
  valueOf(readConfig(documentOf(name), () => expect.fail("every shipped config has a seed")));

describe("the named tests", () => {
  for (const name of NAMES) {
    it(`${name} passes and shows what it is meant to, with either suite`, () => {
      const config = configOf(name);
      expect(config.expectation).to.not.equal(undefined);
      const results = CRYPTO_NAMES.map((crypto) => runCluster({ ...config, crypto }));
      for (const result of results) {
        expect(verdictOf(result)).to.deep.equal({ passed: true, problems: [], warnings: [] });
        for (const hits of result.hits) expect(hits).to.be.at.least(1);
      }
      const [ideal, real] = results.map(({ at, events, hits }) => ({ at, events, hits }));
      expect(ideal).to.deep.equal(real);
    });
  }

  it("give the same on every run", () => {
    const config = configOf("probabilistic_failures");
    const [first, second] = [1, 2].map(() => runDocument("", runCluster(config)));
    expect(first).to.deep.equal(second);
  });

  it("each has a row in the table of the folder, and the table no others", () => {
    const table = readFileSync(new URL("README.md", FOLDER), "utf8");
    const rows = [...table.matchAll(/^\| \[(\w+)\]\(\1\.json\)/gm)].map(([, name]) => name);
    expect(rows).to.have.members(NAMES);
  });

  it("name their schema, which says what the code accepts", async () => {
    for (const name of NAMES) {
      expect(documentOf(name)).to.have.property("$schema", "../schemas/cluster-config.schema.json");
    }
    const file = new URL("schemas/cluster-config.schema.json", ROOT);
    const schema = JSON.stringify(z.toJSONSchema(CLUSTER_CONFIG, { io: "input" }));
    const now = await format(schema, { parser: "json", printWidth: 100 });
    if (UPDATE) writeFileSync(file, now);
    else expect(readFileSync(file, "utf8")).to.equal(now);
  });
});
