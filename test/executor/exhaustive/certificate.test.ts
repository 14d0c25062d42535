import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { EXIT } from "../../../io/exit.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { InputError } from "../../../lib/scenario/problem.js";
import { leafHash, treeRoot } from "../../../executor/exhaustive/hash-tree.js";
import { rootOf } from "../../../executor/exhaustive/certificate.js";
import { run, temporaryFolder } from "../session.js";

interface Certificate {
  basis: { run: { bugs: string[] } };
  outcomes: { scenarios: string }[];
  subtrees: { first: number; round: string; counts: string[]; hash: string }[];
  root: string;
}

describe("a certificate", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();

  /** Makes one, changes it, and makes its hashes right again. */
  async function certificate(change: (document: Certificate) => void = () => undefined) {
    const space = inFolder("space.json");
    const document = { replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } };
    writeFileSync(space, JSON.stringify(document));
    const file = inFolder("certificate.json");
    await run(space, { exhaustive: true, bug: ["small_quorum"], certificate: file });
    const made = JSON.parse(readFileSync(file, "utf8")) as Certificate;
    change(made);
    for (const subtree of made.subtrees) {
      const { first, round, counts } = subtree;
      subtree.hash = leafHash({ first, round, counts }, nodeSha256);
    }
    made.root = rootOf(made as unknown as Parameters<typeof rootOf>[0], nodeSha256);
    writeFileSync(file, JSON.stringify(made));
    return file;
  }

  const audit = (file: string) => run(file, { audit: file, sample: 300 });

  it("agrees with scenarios that are run one by one", async () => {
    const { exit, printed } = await audit(await certificate());
    expect(printed.at(-1)).to.match(/^every one came to what the certificate counts/);
    expect(exit).to.equal(EXIT.ok);
  });

  it("is found wrong when it says that a first round never comes to something", async () => {
    const moved = await certificate(({ subtrees, outcomes }) => {
      const counts = subtrees[0]?.counts ?? [];
      const from = counts.findIndex((count) => count !== "0");
      const to = counts.length;
      const count = counts[from] ?? "0";
      for (const each of subtrees) each.counts.push("0");
      counts[to] = count;
      counts[from] = "0";
      const [outcome] = outcomes;
      const left = BigInt(outcomes[from]?.scenarios ?? 0) - BigInt(count);
      Object.assign(outcomes[from] ?? {}, { scenarios: String(left) });
      const inconclusive = { ...(outcome as { outcome?: object }).outcome, ending: "inconclusive" };
      outcomes.push({ outcome: inconclusive, scenarios: count } as unknown as {
        scenarios: string;
      });
    });
    const { exit, printed } = await audit(moved);
    expect(printed.join("\n")).to.match(/came to what no scenario like it should/);
    expect(exit).to.equal(EXIT.violated);
  });

  it("is found wrong by all of its scenarios if one of them is counted under another", async () => {
    const moved = await certificate(({ subtrees }) => {
      const common = subtrees.flatMap((from) =>
        subtrees.flatMap((to) => {
          const places = from.counts.flatMap((count, place) =>
            from !== to && count !== "0" && to.counts[place] !== "0" ? place : [],
          );
          return places.length > 1 ? [{ from, to, places }] : [];
        }),
      );
      const { from, to, places: [one = 0, other = 0] = [] } = common[0] ?? {};
      for (const [place, more] of [[one, 1n] as const, [other, -1n] as const]) {
        if (from) from.counts[place] = String(BigInt(from.counts[place] ?? 0) - more);
        if (to) to.counts[place] = String(BigInt(to.counts[place] ?? 0) + more);
      }
    });
    const { exit, printed } = await audit(moved);
    expect(printed.join("\n")).to.match(
      /\d+ of those that begin with "a: .*" came to this, not \d+/,
    );
    expect(exit).to.equal(EXIT.violated);
  });

  it("is refused when its numbers do not add up", async () => {
    const wrong = await certificate(({ subtrees }) => {
      const counts = subtrees[3]?.counts ?? [];
      counts[0] = String(BigInt(counts[0] ?? 0) + 1n);
    });
    await refused(wrong, /outcomes\[0\]\.scenarios.*subtrees\[3\]\.counts/s);
  });

  it("is refused when something was changed and the hashes were not", async () => {
    const file = await certificate();
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("small_quorum", "conflicting_votes"));
    await refused(file, /root.*does not fit/s);
  });

  it("is refused with all that is wrong with it, and what is allowed", async () => {
    const file = inFolder("wrong.json");
    writeFileSync(file, '{ "format": "twins-certificate", "version": 2, "outcomes": 3 }');
    await refused(file, /version is 2; allowed: 1\n.*outcomes is 3; allowed: a list\n/s);
  });

  it("is refused when it is none", async () => {
    const file = inFolder("none.json");
    writeFileSync(file, '{ "replicas": 4 }');
    await refused(file, /^[^\n]*none\.json: format is missing; allowed: "twins-certificate"$/);
    await refused(inFolder("missing.json"), /does not exist/);
  });

  const refused = (file: string, wrong: RegExp): Promise<void> =>
    audit(file).then(
      () => expect.fail("it was accepted"),
      (error: unknown) => {
        expect(error).to.be.instanceOf(InputError);
        expect((error as Error).message).to.match(wrong);
      },
    );
});

describe("a hash tree", () => {
  it("has another root for any other leaves", () => {
    const roots = [[], ["a"], ["b"], ["a", "b"], ["b", "a"], ["a", "b", "c"], ["a", "b", "c", "c"]];
    const all = roots.map((leaves) =>
      treeRoot(
        leaves.map((leaf) => leafHash(leaf, nodeSha256)),
        nodeSha256,
      ),
    );
    expect(new Set(all).size).to.equal(all.length);
  });
});
