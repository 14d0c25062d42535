/**
 * Nearly right inputs for everything that reads what comes from outside: `npm run fuzz`, or
 * `npm run fuzz -- SEED INPUTS` for others. Exits with 1 if any ends otherwise than read or refused
 * in words, takes long, or is refused with more words than anybody reads.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fuzz } from "../test/fuzz/fuzz.js";
import { parsersIn } from "../test/fuzz/parsers.js";

const [seed = "twins", inputs = "20000"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
try {
  const parsers = await parsersIn(folder);
  const each = Math.ceil(Number(inputs) / parsers.length);
  console.log(`seed ${JSON.stringify(seed)}, ${each * parsers.length} inputs`);
  let wrong = 0;
  for (const parser of parsers) {
    const findings = await fuzz([parser], seed, each);
    console.log(`${String(each).padStart(6)}  ${parser.name}: ${findings.length} not borne`);
    for (const { input, wrong: how, text } of findings.slice(0, 3)) {
      console.log(`        input ${input} ${how}\n        ${JSON.stringify(text.slice(0, 500))}`);
    }
    wrong += findings.length;
  }
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
