/** Certificates agree with scenarios run one by one, and changed ones are found out. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { EXIT } from "../../../io/exit.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { leafHash, merkleRoot } from "../../../executor/exhaustive/certificates/merkle-tree.js";
import { run, temporaryFolder } from "../session.js";
import { sealed } from "./forgery.js";
import type { PlainCertificate } from "./forgery.js";

describe("a certificate", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();

  let original: PlainCertificate;

  before(async () => {
    const space = inFolder("space.json");
    const document = { replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } };
    writeFileSync(space, JSON.stringify(document));
    const file = inFolder("original.json");
    await run(space, { exhaustive: true, bug: ["small_quorum"], certificate: file });
    original = JSON.parse(readFileSync(file, "utf8")) as PlainCertificate;
  });

  /** Changes it, and makes its hashes right again. */
  function certificate(change: (document: PlainCertificate) => void = () => undefined) {
    const made = structuredClone(original);
    const file = inFolder("certificate.json");
    change(made);
    writeFileSync(file, JSON.stringify(sealed(made)));
    return file;
  }

  const audit = (file: string) => run(file, { audit: file, sample: 300 });

  it("agrees with scenarios that are run one by one", async () => {
    const { exit, printed } = await audit(certificate());
    expect(printed.at(-1)).to.match(/^all outcomes and their frequencies agree/);
    expect(exit).to.equal(EXIT.ok);
  });

  it("is found wrong when it says that a first round never comes to something", async () => {
    const moved = certificate((document) => {
      const { subtrees, outcomes } = document;
      const counts = subtrees[0]?.counts ?? [];
      const from = counts.findIndex((count) => count !== "0");
      const count = counts[from] ?? "0";
      const left = BigInt(outcomes[from]?.scenarios ?? 0) - BigInt(count);
      const { outcome } = structuredClone(outcomes[from] ?? { outcome: {} });
      Object.assign(outcome, { ending: "inconclusive" });
      Object.assign(outcomes[from] ?? {}, { scenarios: String(left) });
      counts[from] = "0";
      const later = outcomes.findIndex(({ outcome: { ending } }) => ending > "inconclusive");
      const place = later < 0 ? outcomes.length : later;
      outcomes.splice(place, 0, { outcome, scenarios: count } as (typeof outcomes)[number]);
      for (const each of subtrees) {
        each.counts.splice(place, 0, each.counts === counts ? count : "0");
      }
    });
    const { exit, printed } = await audit(moved);
    expect(printed.join("\n")).to.match(/has an outcome that the certificate excludes/);
    expect(exit).to.equal(EXIT.violated);
  });

  it("is found wrong by all of its scenarios if one of them is counted under another", async () => {
    const moved = certificate(({ subtrees }) => {
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
      /\d+ scenarios that begin with "a: .*" with this outcome, not \d+/,
    );
    expect(exit).to.equal(EXIT.violated);
  });

  it("is refused when its numbers do not add up", async () => {
    const wrong = certificate(({ subtrees }) => {
      const counts = subtrees[3]?.counts ?? [];
      counts[0] = String(BigInt(counts[0] ?? 0) + 1n);
    });
    await refused(wrong, /outcomes\[0\]\.scenarios.*the sum of subtrees\[3\]\.counts/s);
  });

  it("is refused when something was changed and the hashes were not", async () => {
    const file = certificate();
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("small_quorum", "conflicting_votes"));
    await refused(file, /root.*does not fit/s);
  });

  it("is refused with all that is wrong with it, and what is allowed", async () => {
    const file = inFolder("wrong.json");
    writeFileSync(file, '{ "format": "twins-certificate", "version": 2, "outcomes": 3 }');
    await refused(file, /outcomes is 3; allowed: a list\n.*sha256 is missing; allowed: 64 hex/s);
    writeFileSync(file, '{ "format": "twins-certificate", "version": 1, "outcomes": 3 }');
    await refused(file, /^[^\n]*version is 1; allowed: 2; version 1 has no checksum[^\n]*$/);
  });

  type Forgery = readonly [shows: string, change: (document: PlainCertificate) => void, RegExp];
  const timed = (fields: object) => (document: PlainCertificate) =>
    void Object.assign(document.basis.run, fields);
  const FORGERIES: readonly Forgery[] = [
    [
      "no time between two moments",
      timed({ delta: 0 }),
      /basis\.run\.delta is 0; allowed: a whole/,
    ],
    ["a time that runs backwards", timed({ delta: -5 }), /basis\.run\.delta is -5/],
    ["a time that never gets on", timed({ delta: 1e-300 }), /basis\.run\.delta is 1e-300/],
    ["messages that take no time", timed({ delay: 0 }), /basis\.run\.delay is 0/],
    ["messages from the future", timed({ delay: -100 }), /basis\.run\.delay is -100/],
    [
      "messages beyond the bound",
      timed({ delay: 801 }),
      /delay is 801; allowed: at most delta, 800/,
    ],
    ["no events", timed({ limits: { events: 0, time: 1 } }), /basis\.run\.limits\.events is 0/],
    ["an unknown bug", timed({ bugs: ["x"] }), /basis\.run\.bugs\[0\] is x; allowed: one of/],
    ["a further key", timed({ note: 1 }), /basis\.run\.note is not a known key/],
    [
      "counts of scenarios that no outcome tells of",
      ({ outcomes, subtrees }) => {
        outcomes.pop();
        expect(subtrees[0]?.counts).to.have.length(outcomes.length + 1);
      },
      /subtrees\[0\]\.counts are \d+; allowed: as many as outcomes, \d+/,
    ],
    [
      "outcomes that add up to less than the space, consistently",
      ({ outcomes, subtrees }) => {
        outcomes.pop();
        for (const { counts } of subtrees) counts.pop();
      },
      /the sum of outcomes is \d+; allowed: 225\n.*the sum of subtrees\[\d+\]\.counts is/s,
    ],
    [
      "an outcome twice",
      ({ outcomes, subtrees }) => {
        outcomes.unshift(...structuredClone(outcomes.slice(0, 1)));
        for (const { counts } of subtrees) counts.unshift("0");
      },
      /outcomes\[1\]\.outcome is there twice; allowed: in order, each once/,
    ],
    [
      "outcomes in another order",
      ({ outcomes, subtrees }) => {
        outcomes.reverse();
        for (const { counts } of subtrees) counts.reverse();
      },
      /outcomes\[1\]\.outcome comes after .*; allowed: in order/,
    ],
    [
      "first rounds in another order",
      ({ subtrees }) => void subtrees.reverse(),
      /subtrees\[0\]\.first is 14; allowed: 0\n.*subtrees\[0\]\.round is/s,
    ],
    ["fewer first rounds", ({ subtrees }) => void subtrees.pop(), /subtrees are 14; allowed: 15/],
    [
      "a property that is not judged",
      ({ basis }) => void basis.properties.pop(),
      /outcomes\[0\]\.outcome\.properties tell of/,
    ],
    [
      "an outcome that is decided though a property held",
      ({ outcomes }) => void Object.assign(outcomes[0]?.outcome ?? {}, { ending: "decided" }),
      /outcomes\[0\]\.outcome\.ending is decided; allowed/,
    ],
    [
      "another space",
      ({ basis }) => void Object.assign(basis.of, { faulty: 0 }),
      /basis\.hash is \w+; allowed: \w+/,
    ],
    [
      "a note in the header",
      ({ basis }) => void Object.assign(basis.of, { note: 1 }),
      /note is not a known key/,
    ],
  ];
  for (const [shows, change, wrong] of FORGERIES) {
    it(`is refused with right hashes and ${shows}`, async () => {
      await refused(certificate(change), wrong);
    });
  }

  it("is refused before it is parsed when it is nested deep", async () => {
    const deep = inFolder("deep.json");
    writeFileSync(deep, "[".repeat(10_000_000));
    await refused(deep, /is nested 10000000 deep; allowed: at most 16/);
  });

  it("is refused when it is none", async () => {
    const file = inFolder("none.json");
    writeFileSync(file, '{ "replicas": 4 }');
    await refused(file, /^[^\n]*none\.json: format is missing; allowed: "twins-certificate"$/);
    await refused(inFolder("missing.json"), /missing\.json: cannot be read/);
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

describe("a Merkle tree", () => {
  it("has another root for any other leaves", () => {
    const roots = [[], ["a"], ["b"], ["a", "b"], ["b", "a"], ["a", "b", "c"], ["a", "b", "c", "c"]];
    const all = roots.map((leaves) =>
      merkleRoot(
        leaves.map((leaf) => leafHash(leaf, nodeSha256)),
        nodeSha256,
      ),
    );
    expect(new Set(all).size).to.equal(all.length);
  });
});
