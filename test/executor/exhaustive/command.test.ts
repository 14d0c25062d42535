/** twins-exec --exhaustive: exit codes, reports and refusals. */
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { EXIT } from "../../../io/exit.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { run, temporaryFolder } from "../session.js";

describe("twins-exec --exhaustive", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();
  const space = (more: object = {}): string => {
    const name = inFolder("space.json");
    const document = { replicas: 4, twins: 1, rounds: 3, partitions: { groups: 2 }, ...more };
    writeFileSync(name, JSON.stringify(document));
    return name;
  };

  it("judges all scenarios, and ends with 0 when nothing is violated", async () => {
    const { exit, printed } = await run(space(), { exhaustive: true });
    expect(printed[0]).to.equal("all 3,375 scenarios of the space");
    expect(exit).to.equal(EXIT.ok);
  });

  it("ends with 1 at a violation, with lines that run witnesses again", async () => {
    const static_ = space({ arrangement: "static", rounds: 7 });
    const { exit, printed } = await run(static_, { exhaustive: true, bug: ["small_quorum"] });
    expect(exit).to.equal(EXIT.violated);
    expect(printed.join("\n")).to.match(/agreement, for example:\n +twins-exec \S+ --scenario \S+/);
  });

  it("gives numbers of scenarios as decimal strings in JSON", async () => {
    const { printed } = await run(space({ rounds: 1 }), { exhaustive: true, json: true });
    expect(JSON.parse(printed.join("\n"))).to.include({ scenarios: "15", held: "15" });
  });

  it("is no option together with one scenario", async () => {
    const both = run(space(), { exhaustive: true, scenario: "x" });
    await both.then(
      () => expect.fail("it ran"),
      (error: unknown) => expect(error).to.be.instanceOf(InputError),
    );
  });
});
