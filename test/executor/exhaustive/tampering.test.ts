/** Damaged and forged certificates and checkpoints: whatever was changed, they are refused. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { Checkpoint } from "../../../executor/exhaustive/certificates/checkpoint.js";
import { checkpointLines } from "../../../executor/exhaustive/certificates/checkpoint-format.js";
import { inProcessPool } from "../../../executor/exhaustive/expansion-pool.js";
import { explore } from "../../../executor/exhaustive/explore.js";
import { spaceFactsOf } from "../../../executor/exhaustive/certificates/space-facts.js";
import { readCertificate } from "../../../executor/exhaustive/certificates/read-certificate.js";
import { CheckpointReader } from "../../../executor/exhaustive/certificates/read-checkpoint.js";
import { initialState } from "../../../executor/exhaustive/exploration-state.js";
import type { ExplorationState } from "../../../executor/exhaustive/exploration-state.js";
import { searchSpaceOf } from "../../../executor/exhaustive/search-space.js";
import { readSpaceDefinition } from "../../../executor/sources/space-source.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { PROPERTY_NAMES } from "../../diembft/support/judged.js";
import { InputError, valueOf } from "../../../lib/scenario/input/problem.js";
import { run, temporaryFolder } from "../session.js";
import { changedAt, placesIn, sealed, sealedLines } from "./forgery.js";
import type { PlainCertificate } from "./forgery.js";

const SPACE = { replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } };
const LONGER = { ...SPACE, rounds: 3 };

/** What it reads, or undefined where it is refused; any other error is thrown. */
function readIfAny<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** A document that is left out altogether is an empty text. */
const textOf = (document: unknown): string =>
  document === undefined ? "" : JSON.stringify(document);

/** Whatever may stand where something else stood; undefined leaves it out. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(undefined, null, true, false, 0, 1, -1, 7, 1e-300, 1e300, 2 ** 53, "", "0", "-1"),
  fc.constantFrom(
    "1",
    "225",
    "00",
    "0x1",
    "1e1",
    "decided",
    "held",
    "x".repeat(200),
    "9".repeat(60),
  ),
  fc.constantFrom<unknown>([], {}, [[0, "1"]], [0], { x: 1 }),
  fc.integer(),
  fc.double(),
  fc.string(),
);

/** A place of a document, and what is put there. */
const mutationOf = (document: unknown) =>
  fc.tuple(fc.constantFrom(...placesIn(document)), anything);

/** Some of its bits are other ones. */
const flipsOf = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(Buffer.byteLength(text) - 1), fc.nat(7)), { minLength: 1, maxLength: 3 })
    .map((flips) => {
      const bytes = Buffer.from(text);
      for (const [at, bit] of flips) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      return bytes.toString();
    });

/** A text with flipped bits is refused, or read as the text itself. */
function expectFlipsRefused(text: string, read: (damaged: string) => object | undefined): void {
  const whole = read(text);
  fc.assert(
    fc.property(flipsOf(text), (damaged) => {
      const changed = read(damaged);
      if (changed !== undefined) expect(changed).to.deep.equal(whole);
    }),
    { numRuns: 500 },
  );
}

describe("a certificate that is damaged or forged", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();
  let text = "";
  let document: PlainCertificate;
  const read = (certificate: string) =>
    readIfAny(() => readCertificate(certificate, "certificate", nodeSha256).certificate);

  before(async () => {
    const space = inFolder("space.json");
    const file = inFolder("certificate.json");
    writeFileSync(space, JSON.stringify(SPACE));
    await run(space, { exhaustive: true, bug: ["small_quorum"], certificate: file });
    text = readFileSync(file, "utf8");
    document = JSON.parse(text) as PlainCertificate;
  });

  it("is refused wherever it is cut off", () => {
    const compact = JSON.stringify(document);
    expect(read(compact)).to.deep.equal(read(text));
    for (let length = 0; length < compact.length; length++) {
      expect(read(compact.slice(0, length)), `${length} characters`).to.equal(undefined);
    }
  });

  it("is refused with any field changed or left out, or says the same (law)", () => {
    const whole = read(text);
    fc.assert(
      fc.property(mutationOf(document), ([place, value]) => {
        const changed = read(textOf(changedAt(document, place, value)));
        if (changed !== undefined) expect(changed).to.deep.equal(whole);
      }),
      { numRuns: 500 },
    );
  });

  it("is refused with any bits flipped, or says the same (law)", () => {
    expectFlipsRefused(text, read);
  });

  /** What only running tells: another tool, run or reductions, what follows, what a run came to. */
  const OPEN =
    /^\$schema|^basis\.(tool|run|reductions|of\.stabilization)|^outcomes\.\d+\.outcome\.(ending|committed|stabilized|properties)/;

  it("is refused with right hashes, too, unless only running tells that it is wrong (law)", () => {
    const whole = read(text);
    fc.assert(
      fc.property(mutationOf(document), ([place, value]) => {
        const forged = readIfAny(() => sealedIfItCan(changedAt(document, place, value)));
        const changed = forged && read(JSON.stringify(forged));
        if (changed === undefined || OPEN.test(place.join("."))) return;
        expect({ ...changed, root: "", sha256: "" }, place.join(".")).to.deep.equal({
          ...whole,
          root: "",
          sha256: "",
        });
      }),
      { numRuns: 500 },
    );
  });
});

/** Of a document that is no certificate any more, there are no hashes to be made. */
function sealedIfItCan(document: PlainCertificate): PlainCertificate | undefined {
  const hasSubtrees =
    Array.isArray((document as PlainCertificate | null)?.subtrees) &&
    document.subtrees.every((each: unknown) => typeof each === "object" && each !== null);
  return hasSubtrees ? sealed(document) : undefined;
}

class Stopped extends Error {}

describe("a checkpoint that is damaged or forged", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();
  const definition = valueOf(readSpaceDefinition(LONGER));
  const job = {
    ...{ definition, properties: PROPERTY_NAMES, examples: 3 },
    run: DEFAULT_RUN,
  };
  const searchSpace = searchSpaceOf(job, nodeSha256);
  const expected = { provenance: "0".repeat(64), facts: spaceFactsOf(searchSpace), examples: 3 };
  let text = "";
  let lines: readonly string[] = [];

  /** As lines are taken from a file; a file without any says nothing. */
  const read = (checkpoint: string): object | undefined =>
    readIfAny(() => {
      const reader = new CheckpointReader("checkpoint", expected);
      const own = checkpoint.split("\n");
      if (own.at(-1) === "") own.pop();
      for (const line of own) reader.line(line);
      return plain(reader.exploration());
    });
  const plain = (exploration: ExplorationState | undefined): object =>
    exploration === undefined ? { empty: true } : { all: [...checkpointLines(exploration, "")] };

  before(async () => {
    const exploration = initialState(searchSpace, 3);
    await explore(exploration, inProcessPool(searchSpace, 3), () => {
      if (exploration.findings.runs > 0 && !exploration.isComplete) throw new Stopped();
    }).catch((error: unknown) => {
      if (!(error instanceof Stopped)) throw error;
    });
    text = [...checkpointLines(exploration, expected.provenance)].join("");
    lines = text.trimEnd().split("\n").slice(0, -1);
    expect(lines.length).to.be.greaterThan(3);
    expect(exploration.findings.all()).to.not.have.length(0);
    expect(read(text)).to.deep.equal(plain(exploration));
    expect(sealedLines(lines)).to.equal(text);
  });

  it("is refused wherever it is cut off, but for the last line feed", () => {
    for (let length = 1; length < text.length - 1; length++) {
      expect(read(text.slice(0, length)), `${length} characters`).to.equal(undefined);
    }
  });

  /** A line of it, parsed, with something else in it. */
  const mutation = () =>
    fc.nat(lines.length - 1).chain((at) => {
      const document: unknown = JSON.parse(lines[at] ?? "");
      return mutationOf(document).map(([place, value]) =>
        lines.with(at, textOf(changedAt(document, place, value))),
      );
    });

  it("is refused with any field changed or left out, or says the same (law)", () => {
    const whole = read(text);
    const checksum = text.slice(sealedLines(lines).lastIndexOf('{"sha256"'));
    fc.assert(
      fc.property(mutation(), (changed) => {
        const damaged = read(`${changed.join("\n")}\n${checksum}`);
        if (damaged !== undefined) expect(damaged).to.deep.equal(whole);
      }),
      { numRuns: 500 },
    );
  });

  it("is refused with any bits flipped, or says the same (law)", () => {
    expectFlipsRefused(text, read);
  });

  it("is refused with the right checksum, too, or goes on to an end (law)", async () => {
    const space = inFolder("space.json");
    const file = inFolder("checkpoint");
    writeFileSync(space, JSON.stringify(LONGER));
    const goOn = () => run(space, { exhaustive: true, checkpoint: file });
    (await Checkpoint.open(file, job, "1.2.3")).save(initialState(searchSpace, 3));
    const [saved = ""] = readFileSync(file, "utf8").split("\n");
    const { basis } = JSON.parse(saved) as { readonly basis: string };
    await fc.assert(
      fc.asyncProperty(mutation(), async ([header = "", ...classes]) => {
        writeFileSync(file, sealedLines([header.replace(expected.provenance, basis), ...classes]));
        await goOn().catch((error: unknown) => {
          if (!(error instanceof InputError)) throw error;
        });
      }),
      { numRuns: 15 },
    );
  });
});
