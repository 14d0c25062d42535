/** The published certificates are valid, and the counts in the docs are theirs. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { CERTIFICATE } from "../../../executor/exhaustive/certificates/certificate.js";
import type { SpaceCertificate } from "../../../executor/exhaustive/certificates/certificate.js";
import { violatedIn } from "../../../executor/exhaustive/outcome.js";
import { EXIT } from "../../../io/exit.js";
import { grouped } from "../../../io/terminal/text.js";
import { PROPERTY_NAMES } from "../../diembft/support/judged.js";
import { run } from "../session.js";

const COUNTS = new URL("../../../docs/whole-spaces.md", import.meta.url);
const FOLDER = new URL("../../../docs/certificates/", import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .sort();

const pathOf = (name: string): string => fileURLToPath(new URL(name, FOLDER));
const certificate = (name: string): SpaceCertificate =>
  CERTIFICATE.parse(JSON.parse(readFileSync(pathOf(name), "utf8")));

/** A row on the bugs in (4,1,2,7): a bug (or that of the row above), a property, and a count. */
const ROW = /^\| +(?:`(\w+)`)? +\| `([\w-]+)` +\| +([\d,]+) \|/gm;

/** A row of the README of the certificates: a file, a count, and perhaps a bug and properties. */
const LISTED = /^\| `([\w.-]+\.json)` +\| +([\d,]+) \| (?:`(\w+)`)? *\| ([^|]*)\|$/gm;

describe("the published certificates", function () {
  this.timeout(60_000);

  for (const name of FILES) {
    it(`${name} agrees with scenarios that are run one by one`, async () => {
      const file = pathOf(name);
      const { exit, printed } = await run(file, { audit: file, sample: 200 });
      expect(printed.at(-1)).to.match(/^all outcomes and their frequencies agree/);
      expect(exit).to.equal(EXIT.ok);
    });
  }

  it("are what the table of their README says, all and in order", () => {
    const table = [...readFileSync(new URL("README.md", FOLDER), "utf8").matchAll(LISTED)];
    const told = table.map(([, name, scenarios, bug, judged = ""]) => {
      const properties = judged.trim().replaceAll("`", "");
      return [
        name,
        scenarios,
        bug ?? "",
        properties === "" ? PROPERTY_NAMES.join(", ") : properties,
      ];
    });
    const published = FILES.map((name) => {
      const { basis, scenarios } = certificate(name);
      return [name, grouped(scenarios), basis.run.bugs.join(), basis.properties.join(", ")];
    });
    expect(told).to.deep.equal(published);
  });

  it("count no violation by the correct protocol", () => {
    const correct = FILES.map(certificate).filter(({ basis }) => basis.run.bugs.length === 0);
    const violated = correct.flatMap(({ outcomes }) =>
      outcomes.filter(({ outcome }) => violatedIn(outcome).length > 0),
    );
    expect(correct).to.have.length(4);
    expect(violated).to.deep.equal([]);
  });

  it("have the counts that the docs state for bugs", () => {
    const counted = FILES.filter((name) => name.startsWith("4-1-2-7.")).flatMap((name) => {
      const { basis, outcomes } = certificate(name);
      return basis.properties.flatMap((property) => {
        const violating = outcomes.filter(
          ({ outcome }) => outcome.statuses.get(property) === "violated",
        );
        const sum = violating.reduce((all, { scenarios }) => all + scenarios, 0n);
        return sum === 0n ? [] : `${basis.run.bugs.join()} ${property} ${grouped(sum)}`;
      });
    });
    let bug = "";
    const told = [...readFileSync(COUNTS, "utf8").matchAll(ROW)].map(
      ([, named, property = "", count = ""]) => `${(bug = named ?? bug)} ${property} ${count}`,
    );
    expect(told.sort()).to.deep.equal(counted.sort());
  });
});
