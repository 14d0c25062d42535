/** The generator's JSON schemas match the code. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { format } from "prettier";
import { z } from "zod";
import { GENERATOR_CONFIG } from "../../generator/config.js";
import { SCENARIO_FILE } from "../../lib/scenario/formats/file-header.js";
import { UPDATE } from "../support/update.js";

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  "generator-config": GENERATOR_CONFIG,
  "scenario-file": SCENARIO_FILE,
};

describe("schemas of the generator", () => {
  for (const [name, validator] of Object.entries(SCHEMAS)) {
    it(`${name}.schema.json says what the code accepts`, async () => {
      const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
      const schema = JSON.stringify(z.toJSONSchema(validator, { io: "input" }));
      const now = await format(schema, { parser: "json", printWidth: 100 });
      if (UPDATE) writeFileSync(file, now);
      else expect(readFileSync(file, "utf8")).to.equal(now);
    });
  }
});
