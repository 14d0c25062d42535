/** The gauntlet, the coverage of rules, and the audit of symmetry. */
import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { median } from "../../../executor/assessment/gauntlet/gauntlet.js";
import { EXIT } from "../../../io/exit.js";
import { run, temporaryFolder } from "../session.js";

const CONFIG = {
  replicas: 4,
  twins: 1,
  rounds: 3,
  partitions: { groups: { atMost: 2 } },
  leaders: { eligible: "any" },
  order: "random",
  seed: "gauntlet",
};

interface Score {
  readonly bug: string | null;
  readonly found: number | null;
  readonly strategy: string | null;
  readonly properties: Readonly<Record<string, number>>;
}

describe("twins-exec --gauntlet", function () {
  this.timeout(60_000);
  const path = temporaryFolder();
  const config = (): string => {
    writeFileSync(path("space.json"), JSON.stringify(CONFIG));
    return path("space.json");
  };

  it("finds what shows at once, and no fault in the correct protocol", async () => {
    const options = { gauntlet: true, limit: 30, json: true, protocol: "pbft" };
    const { printed, exit } = await run(config(), options);
    const { scores } = JSON.parse(printed.join("")) as { readonly scores: readonly Score[] };
    const score = (bug: string | null): Score | undefined =>
      scores.find((each) => each.bug === bug);
    expect(exit).to.equal(EXIT.ok);
    expect(score(null)).to.deep.include({ found: null, properties: {} });
    expect(score("second_order")?.properties).to.have.all.keys("certified-uniqueness", "sign-once");
    expect(score("lowest_view")?.found).to.equal(null);
  });

  it("names survivors with a reason", async () => {
    const { printed } = await run(config(), { gauntlet: true, limit: 10, protocol: "pbft" });
    expect(printed).to.include(
      "not found in 10 scenarios, and declared to need a scenario of their own, or to show nowhere:",
    );
  });

  it("gives the same scores again", async () => {
    const options = { gauntlet: true, limit: 10, protocol: "streamlet" };
    const [one, other] = [await run(config(), options), await run(config(), options)];
    expect(one.printed).to.deep.equal(other.printed);
  });

  it("takes the middle over the seeds, and a seed that finds nothing as the last", () => {
    expect(median([5, undefined, 1])).to.equal(5);
    expect(median([undefined, undefined, 1])).to.equal(undefined);
  });

  it("refuses what has no meaning with it, and what the protocol does not have, at once", async () => {
    const options = {
      gauntlet: true,
      find: true,
      bug: ["nobody"],
      property: ["nonsense"],
    } as const;
    const refusal = await run(config(), { ...options, protocol: "pbft" }).catch(String);
    expect(refusal).to.match(/--find has no meaning here; allowed: one of --find and --gauntlet/);
    expect(refusal).to.match(/--bug has no meaning here; allowed: every declared bug/);
    expect(refusal).to.match(/--bug is "nobody"; allowed: one of small_prepare/);
    expect(refusal).to.match(/--property is "nonsense"; allowed: one of agreement/);
  });

  it("refuses a protocol that declares no bugs, and names the option", async () => {
    const protocol = new URL("../../support/protocols/bugless.mjs", import.meta.url).pathname;
    const refusals = [
      await run(config(), { gauntlet: true, protocol }).catch(String),
      await run(config(), { mutate: protocol }).catch(String),
    ];
    expect(refusals[0]).to.match(/--gauntlet is for bugless, which declares no bugs/);
    expect(refusals[1]).to.match(/--mutate is for bugless, which declares no bugs/);
  });

  it("names --mutate where no protocol has the name", async () => {
    expect(await run(config(), { mutate: "nobody" }).catch(String)).to.match(
      /--mutate is "nobody"/,
    );
  });

  it("counts the decisions of rules, and names those that are not exercised", async () => {
    const { printed } = await run(config(), { coverage: true, limit: 20, json: true });
    const document = JSON.parse(printed.join("")) as {
      readonly decisions: readonly { readonly what: string; readonly yes: number }[];
      readonly unexercised: readonly string[];
    };
    expect(document.decisions.map(({ what }) => what)).to.deep.equal(["vote", "time out"]);
    expect(document.decisions[0]?.yes).to.be.greaterThan(0);
    expect(document.unexercised).to.include("time out was never forbidden");
  });

  it("finds that names matter where two twins race, and not in a correct protocol", async () => {
    const audit = async (bug: readonly string[]): Promise<number> => {
      const options = { auditSymmetry: true, limit: 40, json: true, bug };
      const { printed } = await run(config(), options);
      return (JSON.parse(printed.join("")) as { readonly different: number }).different;
    };
    expect(await audit([])).to.equal(0);
    expect(await audit(["small_quorum"])).to.be.greaterThan(0);
  });
});
