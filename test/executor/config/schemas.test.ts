/** The executor's JSON schemas match the code. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { format } from "prettier";
import { z } from "zod";
import { ATTACK_FILE } from "../../../executor/attacks/attack-schema.js";
import { EXECUTOR_CONFIG } from "../../../executor/config/config-schema.js";
import { CORPUS_LINE } from "../../../executor/corpus/entry.js";
import { CERTIFICATE } from "../../../executor/exhaustive/certificates/certificate.js";
import { RESULTS_DOCUMENT } from "../../../executor/results/document-format.js";
import { RESULTS_LINE } from "../../../executor/results/results-format.js";
import { TRACE_LINE } from "../../../executor/run/trace-format.js";
import { WIRE } from "../../../io/processes/wire.js";
import { UPDATE } from "../../support/update.js";

const ROOT = new URL("../../../", import.meta.url);
const CONFIGS = new URL("executor-configs/", ROOT);

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  "executor-config": EXECUTOR_CONFIG,
  attack: ATTACK_FILE,
  certificate: CERTIFICATE,
  corpus: CORPUS_LINE,
  results: RESULTS_LINE,
  "results-document": RESULTS_DOCUMENT,
  trace: TRACE_LINE,
  "process-wire": WIRE,
};

describe("schemas of the executor", () => {
  for (const [name, validator] of Object.entries(SCHEMAS)) {
    it(`${name}.schema.json says what the code accepts`, async () => {
      const file = new URL(`schemas/${name}.schema.json`, ROOT);
      const schema = JSON.stringify(z.toJSONSchema(validator, { io: "input" }));
      const now = await format(schema, { parser: "json", printWidth: 100 });
      if (UPDATE) writeFileSync(file, now);
      else expect(readFileSync(file, "utf8")).to.equal(now);
    });
  }

  it("accept every shipped config, and each names its schema", () => {
    const files = readdirSync(CONFIGS).filter((file) => file.endsWith(".json"));
    for (const file of files) {
      const document: unknown = JSON.parse(readFileSync(new URL(file, CONFIGS), "utf8"));
      expect(EXECUTOR_CONFIG.safeParse(document).success, file).to.equal(true);
      expect(document).to.have.property("$schema", "../schemas/executor-config.schema.json");
    }
  });
});
