/** The shipped attacks show what they say; files and folders of attacks are read strictly. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { attacksIn } from "../../../executor/attacks/attack-folder.js";
import { ATTACK_FILE } from "../../../executor/attacks/attack-schema.js";
import { readAttack } from "../../../executor/attacks/attack.js";
import type { Options } from "../../../executor/session.js";
import { describeProblem } from "../../../lib/scenario/input/problem.js";
import type { JsonObject } from "../../../lib/scenario/input/reading.js";
import { run, temporaryFolder } from "../session.js";

const SHIPPED = fileURLToPath(new URL("../../../attacks/", import.meta.url));

/** So many scenarios at most are searched again. */
const FEW = 400;

/** What `--find --json` prints, as far as it is read here. */
interface SearchDocument {
  readonly protocol: string;
  readonly scenarios: number;
  readonly found: object | null;
}

/** A twin leads both sides of a split, and each of them notarizes. */
const SMALL_QUORUM = {
  attack: "Two votes notarize",
  story: "Both sides of the split notarize three blocks.",
  year: 2020,
  source: "a test",
  protocol: "streamlet",
  replicas: 4,
  twins: ["a"],
  rounds: "a: a b | c d a' x3",
  flawed: {
    bugs: ["small_quorum"],
    expect: {
      violated: ["agreement", "certified-uniqueness", "certificate-quorum", "commit-integrity"],
    },
  },
};

const problemsOf = (document: JsonObject): readonly string[] => {
  const read = readAttack(document);
  return read.ok ? [] : read.problems.map((problem) => describeProblem(problem));
};

describe("the shipped attacks", () => {
  it("break the flawed variant as they say, and not its control", async () => {
    const attacks = await attacksIn(SHIPPED);
    const { exit, printed } = await run(SHIPPED);
    expect(exit, printed.join("\n")).to.equal(0);
    expect(printed.at(-1)).to.equal(`${attacks.length} attacks: ${attacks.length} ok`);
  });

  it("name their schema, which accepts them", async () => {
    for (const { file } of await attacksIn(SHIPPED)) {
      const document: unknown = JSON.parse(readFileSync(file, "utf8"));
      expect(ATTACK_FILE.safeParse(document).success, file).to.equal(true);
      expect(document).to.have.property("$schema", "../schemas/attack.schema.json");
    }
  });
});

describe("the searches of the shipped attacks", function () {
  this.timeout(60_000);

  it("find the flawed variant after exactly so many scenarios, where these are few", async () => {
    const searched = (await attacksIn(SHIPPED)).flatMap(({ file, attack }) => {
      const { search } = attack;
      return search?.found === true && search.scenarios <= FEW ? [{ file, attack, search }] : [];
    });
    expect(searched).to.have.length.greaterThan(5);
    for (const { file, attack, search } of searched) {
      const { config, find = true, seed, scenarios } = search;
      const [flawed] = attack.config.work.kind === "cases" ? attack.config.work.cases : [];
      const options = { find, seed, bug: flawed?.bugs ?? [], limit: scenarios } as const;
      const path = join(SHIPPED, config);
      const { printed } = await run(path, { ...options, json: true, shrink: false });
      const { found, ...document } = JSON.parse(printed.join("")) as SearchDocument;
      expect(found, file).not.to.equal(null);
      expect(document, file).to.include({ scenarios, protocol: attack.config.run.protocol });
    }
  });
});

describe("an attack file", () => {
  it("is refused with every problem of its search", () => {
    const search = { config: "", seed: "", scenarios: 0, found: "yes", where: "here" };
    expect(
      problemsOf({ ...SMALL_QUORUM, search }).map((text) => text.split("; allowed")[0]),
    ).to.have.members([
      'search.config is ""',
      'search.seed is ""',
      "search.scenarios is 0",
      'search.found is "yes"',
      "search.where is not a known key",
    ]);
  });

  it("is refused with every problem, told of the attack and of its variants", () => {
    expect(
      problemsOf({
        ...SMALL_QUORUM,
        year: "long ago",
        rounds: "a: a b | c x",
        flawed: { bugs: ["no_such_bug"], expect: { violated: ["no-such-property"] } },
        correct: { expect: "fine" },
        colour: "red",
      }).map((text) => text.split("; allowed")[0]),
    ).to.have.members([
      'year is "long ago"',
      "colour is not a known key",
      'correct.expect is "fine"',
      "rounds[0].partition leaves out d, a'",
      'rounds[0].partition[1][1] is "x"',
      'flawed.bugs[0] is "no_such_bug"',
      'flawed.expect.violated[0] is "no-such-property"',
    ]);
  });
});

describe("a folder of attacks", () => {
  const inFolder = temporaryFolder();
  const folderWith = (name: string, files: Readonly<Record<string, object>>): string => {
    const folder = inFolder(name);
    mkdirSync(folder);
    for (const [file, document] of Object.entries(files)) {
      writeFileSync(join(folder, file), JSON.stringify(document));
    }
    return folder;
  };

  it("says which variant is not as expected, why, and how to replay it", async () => {
    const folder = folderWith("failing", {
      "both-hold.json": { ...SMALL_QUORUM, flawed: { expect: "held" } },
      "harmless.json": { ...SMALL_QUORUM, flawed: { ...SMALL_QUORUM.flawed, bugs: [] } },
    });
    const { exit, printed } = await run(folder);
    const text = printed.join("\n");
    expect(exit).to.equal(1);
    expect(text)
      .to.match(/^ok +both-hold/m)
      .and.match(/^FAIL +harmless/m);
    expect(text).to.contain(`twins-exec ${join(folder, "harmless.json")} --case flawed --trace`);
    expect(text).to.contain("2 attacks: 1 ok, 1 failed");
  });

  it("prints the same facts as JSON", async () => {
    const { printed } = await run(folderWith("json", { "two-votes.json": SMALL_QUORUM }), {
      json: true,
    });
    const { attacks } = JSON.parse(printed.join("")) as { readonly attacks: readonly object[] };
    expect(attacks).to.have.length(1);
    expect(attacks[0]).to.include({ attack: "two-votes", year: 2020, protocol: "streamlet" });
    expect(attacks[0]).to.have.nested.property("variants[0].properties.agreement", "violated");
    expect(attacks[0]).to.have.nested.property("variants[1].properties.agreement", "held");
  });

  it("is refused if it has none, or something else, or with options of one run", async () => {
    const refusal = (folder: string, options: Partial<Options> = {}): Promise<unknown> =>
      run(folder, options).then(
        () => "",
        (error: unknown) => String(error),
      );
    expect(await refusal(folderWith("empty", {}))).to.match(/has no attack in it/);
    const config = folderWith("config", { "config.json": { replicas: 4, cases: [] } });
    expect(await refusal(config)).to.match(/config\.json: is no attack/);
    const options = { trace: true, limit: 3 };
    expect(await refusal(config, options)).to.match(/--trace has no.*\n.*--limit has no/);
  });

  it("stands beside its files: each runs by itself, as a config of two cases", async () => {
    const folder = folderWith("single", { "two-votes.json": SMALL_QUORUM });
    const { exit, printed } = await run(join(folder, "two-votes.json"), { case: "correct" });
    expect(exit).to.equal(0);
    expect(printed.at(-1)).to.equal("1 case: 1 ok");
  });
});
