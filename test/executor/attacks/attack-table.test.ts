/** README lists every shipped attack. UPDATE=1 writes the table. */
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { format } from "prettier";
import { attacksIn } from "../../../executor/attacks/attack-folder.js";
import type { AttackFile } from "../../../executor/attacks/attack-folder.js";
import type { AttackSearch } from "../../../executor/attacks/attack-schema.js";
import { grouped } from "../../../io/terminal/text.js";
import { UPDATE } from "../../support/update.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const README = `${ROOT}README.md`;
const TABLE = /(<!-- attacks -->\n)[^]*(<!-- end of attacks -->)/;

function rowOf({ file, attack }: AttackFile): string {
  const { flaw, year, source, search, config } = attack;
  const [flawed] = config.work.kind === "cases" ? config.work.cases : [];
  const cells = [
    config.run.protocol,
    flaw,
    `${source} (${year})`,
    String(flawed?.roster.twins.length),
    String(flawed?.scenario.rounds.length),
    search === undefined ? "" : scenariosUntilFound(search),
    `\`twins-exec ${relative(ROOT, file)}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

const scenariosUntilFound = ({ scenarios, found }: AttackSearch): string =>
  found ? grouped(scenarios) : `not in ${grouped(scenarios)}`;

describe("README", () => {
  it("has a row for each attack", async () => {
    const attacks = await attacksIn(`${ROOT}attacks`);
    const rows = [
      "| protocol | flaw | source | twins | rounds | found after | replay |",
      "| --- | --- | --- | --: | --: | --: | --- |",
      ...attacks.map(rowOf),
    ];
    const table = await format(rows.join("\n"), { parser: "markdown" });
    const text = readFileSync(README, "utf8");
    const now = text.replace(
      TABLE,
      (_, begin: string, end: string) => `${begin}\n${table}\n${end}`,
    );
    if (UPDATE) writeFileSync(README, now);
    else expect(text).to.equal(now);
  });
});
