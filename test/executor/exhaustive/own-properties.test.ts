/** Properties that a protocol brings along, judged over whole spaces. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { run, temporaryFolder } from "../session.js";
import type { CommandRun } from "../session.js";

const PROTOCOL = fileURLToPath(
  new URL("../../support/protocols/contract-breakers.mjs", import.meta.url),
);
const SPACE = { replicas: 4, rounds: 1, partitions: { groups: 2 } };

describe("a property of a user, judged over a whole space", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();
  const explore = (bug: string, leaders: object): Promise<CommandRun> => {
    const file = inFolder(`${bug}.json`);
    writeFileSync(file, JSON.stringify({ ...SPACE, ...leaders }));
    return run(file, { protocol: PROTOCOL, bug: [bug], exhaustive: true, workers: 1 });
  };

  for (const bug of ["property_init", "property_handler", "property_verdict", "no_verdict"]) {
    it(`crashes every scenario in which it fails: ${bug}`, async () => {
      const { printed, exit } = await explore(bug, { twins: ["b"] });
      expect(exit).to.equal(1);
      expect(printed.join("\n"))
        .to.match(/^all 15 scenarios/m)
        .and.match(/^ +15 {2}crashed$/m);
    });
  }

  it("is refused if it reads what differs between the runs that are explored as one", async () => {
    let refusal: unknown;
    await explore("property_init", { twins: 0, leaders: { eligible: "any" } }).catch(
      (error: unknown) => (refusal = error),
    );
    expect(refusal).to.be.instanceOf(InputError);
    expect(String(refusal)).to.contain("judges a property that reads the leader of round 1;");
  });
});
