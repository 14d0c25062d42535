/** twins-exec with a protocol that a module of the user's defines. */
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { run, temporaryFolder } from "../session.js";

const OFFERS = fileURLToPath(new URL("../../support/protocols/offers.mjs", import.meta.url));
const DIEMBFT = new URL("../../../lib/protocols/diembft/protocol.ts", import.meta.url).href;

const ROSTER = { replicas: 4, twins: 1 };
const BUGGY = ["sign-once"];

const CASES = {
  ...{ ...ROSTER, protocol: "./offers.mjs" },
  cases: [
    { name: "bug", rounds: "a: all", bugs: ["ballots_for_all"], expect: { violated: BUGGY } },
    { name: "correct", rounds: "a: all / b>c ballot, a>b offer, c>d decision", expect: "held" },
  ],
};
const SPACE = { ...ROSTER, rounds: 1, partitions: { groups: 2 } };
const SCENARIOS = {
  ...{ format: "twins-scenarios", version: 1, replicas: ["a", "b", "c", "d"], twins: ["a"] },
  ...{ faulty: 1, stabilization: { rounds: 1, leaders: ["b"] } },
  scenarios: [
    { id: "together", rounds: "a: all" },
    { id: "parted", rounds: "a: a b | c d a'" },
  ],
};

describe("a protocol of the user's own", () => {
  const inFolder = temporaryFolder();
  const file = (name: string, document: object): string => {
    const path = inFolder(name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  };
  const refusal = (...given: Parameters<typeof run>): Promise<string> =>
    run(...given).then(
      () => "none",
      (error: unknown) => String(error),
    );
  beforeEach(() => {
    copyFileSync(OFFERS, inFolder("offers.mjs"));
  });

  it("is named in a config, from the config's folder", async () => {
    const { printed, exit } = await run(file("cases.json", CASES));
    expect(printed.at(-1)).to.equal("2 cases: 2 ok");
    expect(exit).to.equal(0);
  });

  it("says which bugs, message types and properties there are", async () => {
    const [bug] = CASES.cases;
    const wrong = {
      ...bug,
      rounds: "a: all / a>b vote",
      bugs: ["small_quorum"],
      expect: { violated: ["liveness"] },
    };
    const message = await refusal(
      file("cases.json", { ...CASES, bugs: ["stale_tc"], cases: [wrong] }),
    );
    expect(message).to.include('bugs[0] is "stale_tc"; allowed: one of ballots_for_all');
    expect(message).to.include(
      'cases[0].bugs[0] is "small_quorum"; allowed: one of ballots_for_al',
    );
    expect(message).to.include(
      'cases[0].rounds[0].drops[0].type is "vote"; allowed: one of offer, ballot, decision, *',
    );
    expect(message).to.include(
      'cases[0].expect.violated[0] is "liveness"; allowed: one of agreement, validity, ',
    );
  });

  it("is named on the command line, instead of the config's", async () => {
    const protocol = inFolder("offers.mjs");
    const scenarios = file("scenarios.json", SCENARIOS);
    const bug = ["ballots_for_all"];
    const buggy = await run(scenarios, { protocol, bug, json: true });
    const { violated } = JSON.parse(buggy.printed.join("")) as { violated: object };
    expect(violated).to.deep.include({ agreement: 0, "sign-once": 1 });
    expect((await run(scenarios, { protocol })).exit).to.equal(0);
    const cases = file("diembft.json", { ...CASES, protocol: "diembft" });
    expect(await refusal(cases)).to.include('"ballots_for_all"; allowed: one of conflicting_votes');
    expect((await run(cases, { protocol })).exit).to.equal(0);
  });

  it("judges what --property names, of cases, of files and of one scenario", async () => {
    const protocol = inFolder("offers.mjs");
    const options = { protocol, property: ["validity", "sign-once"] } as const;
    const cases = await run(file("cases.json", CASES), options);
    expect(cases.printed.join("\n")).to.match(/expected +violated: sign-once\n[^]*2 cases: 2 ok/);
    expect(cases.printed.join("\n")).to.not.include("agreement");
    const scenarios = file("scenarios.json", SCENARIOS);
    for (const scenario of [undefined, "together", "a: all"]) {
      const { printed } = await run(scenarios, { ...options, scenario, json: true });
      const { violated } = JSON.parse(printed.join("")) as { violated: object };
      expect(Object.keys(violated)).to.deep.equal(options.property);
    }
    const safety = await run(scenarios, { protocol, property: ["safety"], json: true });
    const { violated } = JSON.parse(safety.printed.join("")) as { violated: object };
    expect(violated).to.include.keys("agreement", "validity", "sign-once");
    const unknown = await refusal(scenarios, { protocol, property: ["no"], bug: ["nor"] });
    expect(unknown).to.match(/--bug is "nor"; allowed: one of ballots_for_all\n/);
    expect(unknown).to.match(/--property is "no"; allowed: one of agreement, .*, safety/);
  });

  it("is in the results by the hash of its module", async () => {
    const [protocol, out] = [inFolder("offers.mjs"), inFolder("results.jsonl")];
    const scenarios = file("scenarios.json", SCENARIOS);
    await run(scenarios, { protocol, out });
    await run(scenarios, { protocol, out });
    expect(readFileSync(out, "utf8")).to.match(
      /"protocol":"offers","protocolSha256":"[0-9a-f]{64}"/,
    );
    appendFileSync(protocol, "\n");
    expect(await refusal(scenarios, { protocol, out })).to.include(
      "has the results of another run: run.protocolSha256 is ",
    );
  });

  it("is explored, too, by its whole state", async () => {
    const space = file("space.json", { ...SPACE, rounds: 1, protocol: "./offers.mjs" });
    expect((await run(space, { exhaustive: true })).printed.join("\n")).to.include("scenarios");
    expect((await run(space, { scenario: "7" })).exit).to.equal(0);
  });

  it("is loaded by every worker, and by an audit of the certificate if it is the same", async () => {
    const protocol = inFolder("diem.mjs");
    const own = `import { diembftModule } from ${JSON.stringify(DIEMBFT)};\n`;
    writeFileSync(protocol, `${own}export default { ...diembftModule, name: "mine" };\n`);
    const space = file("space.json", { ...SPACE, rounds: 2 });
    const certificate = inFolder("certificate.json");
    const reports = [];
    for (const options of [{ workers: 1 }, { workers: 2, protocol }]) {
      const { printed } = await run(space, { ...options, exhaustive: true, certificate });
      reports.push(printed.filter((line) => !/ in [0-9.]+ s/.test(line)));
    }
    expect(reports[1]).to.deep.equal(reports[0]);
    const audited = await run("", { audit: certificate, sample: 20, protocol });
    expect(audited.exit).to.equal(0);
    expect(await refusal("", { audit: certificate })).to.match(
      /--protocol is missing; allowed: the module of mine whose SHA-256 is [0-9a-f]{64}$/,
    );
    appendFileSync(protocol, "\n");
    expect(await refusal("", { audit: certificate, protocol })).to.include(
      "--protocol names another module",
    );
  });

  it("must not change on disk while a space is explored: the checkpoint is kept", async () => {
    const protocol = inFolder("changing.mjs");
    writeFileSync(
      protocol,
      `import { appendFileSync } from "node:fs";
      import { isMainThread } from "node:worker_threads";
      import offers from "./offers.mjs";
      if (isMainThread) appendFileSync(new URL(import.meta.url), "\\n");
      export default offers;`,
    );
    const [space, checkpoint] = [file("space.json", SPACE), inFolder("space.checkpoint")];
    const options = { protocol, exhaustive: true, workers: 2, checkpoint };
    const error: unknown = await run(space, options).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InputError);
    expect(String(error)).to.match(
      /changing\.mjs: was changed while it was run; allowed: the module/,
    );
    expect(existsSync(checkpoint)).to.equal(true);
  });

  it("is crashed if a batch takes longer than --node-timeout, and the command ends", async () => {
    const protocol = inFolder("endless.mjs");
    const text = `import offers from "./offers.mjs";
      export default { ...offers, create: () => ({ ...offers.create([]), handle() { for (;;); } }) };`;
    writeFileSync(protocol, text);
    const options = { protocol, exhaustive: true, workers: 1, nodeTimeout: 4 };
    const { exit, warned } = await run(file("space.json", SPACE), options);
    expect(warned.join()).to.match(
      /^crashed: offers gave no answer within 4 s of real time: handle/,
    );
    expect(exit).to.equal(1);
  });

  it("is warned if it reports neither rounds nor that it halts, once for all scenarios", async () => {
    const protocol = inFolder("silent.mjs");
    const text = `import offers from "./offers.mjs";
      export default { ...offers, create() {
        const right = offers.create([]);
        const handle = (...given) => right.handle(...given).filter(({ kind }) => kind !== "entered");
        return { ...right, handle };
      } };`;
    writeFileSync(protocol, text);
    const wanted =
      /^offers: it commits, but no replica reported that it entered a round or halted, .*"entered"/;
    for (const name of [file("scenarios.json", SCENARIOS), file("cases.json", CASES)]) {
      const { warned, printed } = await run(name, { protocol, json: true });
      expect(warned).to.have.length(1);
      expect(warned[0]?.replace("warning: ", "")).to.match(wanted);
      const { warnings } = JSON.parse(printed.join("")) as { warnings: readonly string[] };
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(wanted);
      const right = await run(name, { protocol: inFolder("offers.mjs"), json: true });
      expect(right.warned).to.deep.equal([]);
      expect(JSON.parse(right.printed.join(""))).to.not.have.property("warnings");
    }
    const explored = await run(file("space.json", SPACE), { protocol, exhaustive: true });
    expect(explored.warned[0]?.replace("warning: ", "")).to.match(wanted);
  });

  it("says what generated scenarios may drop", async () => {
    const space = { ...SPACE, protocol: "./offers.mjs" };
    const drops = (given: object): Promise<string> =>
      refusal(file("space.json", { ...space, drops: given }), { scenario: "1" });
    expect(await drops({ limit: 3, types: ["offer", "decision", "*"] })).to.equal("none");
    expect(await drops({ limit: 3, types: ["vote", "ballot"] })).to.include(
      'drops.types[0] is "vote"; allowed: one of offer, ballot, decision, *',
    );
    expect(await drops({ limit: 3, types: ["ballot", "decision"] })).to.include(
      'drops.types[0] is "ballot", which is of the phase "decision"; allowed: a phase, or types',
    );
    expect(await drops({ limit: 3 })).to.include(
      "drops.types is missing, and offers sends no proposal, no timeout, no vote; allowed: a list",
    );
    expect(await drops({ limit: 1 })).to.equal("none");
  });
});
