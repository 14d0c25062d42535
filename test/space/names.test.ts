/** Pinned hashes and scenarios of spaces, for every config key. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { usesVersion2 } from "../../lib/scenario/model.js";
import { notationOf } from "../../lib/scenario/notation.js";
import type { SpaceDocument } from "../../lib/space/config.js";
import { transcripts } from "../support/transcript.js";
import { open, written } from "./fixtures.js";

const FOLDER = fileURLToPath(new URL("names/", import.meta.url));
const SCHEMA = new URL("../../schemas/generator-config.schema.json", import.meta.url);

const BASE: SpaceDocument = { replicas: 4, twins: 2, rounds: 2, partitions: { groups: 3 } };

function named(line: string): string {
  const space = open({ ...BASE, ...(JSON.parse(line) as SpaceDocument) });
  const { scenarios } = space.counts;
  const index = (scenarios * 618n) / 1000n;
  const rounds = space
    .scenario(index)
    .rounds.map((round) => (usesVersion2(round) ? notationOf([round]) : written(round)))
    .join(", ");
  return `${space.hash} ${scenarios}  ${index}: ${rounds}`;
}

/** Which scenarios are written and how, what follows them and what is run: not the space. */
const SELECTION = [
  ...["$schema", "description", "order", "mix", "symmetry", "limit", "offset", "shard"],
  ...["stabilization", "out", "format", "protocol", "bugs"],
];

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The keys that a schema knows, and those of what is inside. */
const keysOf = ({ properties = {} }: Schema, except: readonly string[] = []): readonly string[] =>
  Object.entries(properties).flatMap(([key, inside]) =>
    except.includes(key) ? [] : [key, ...keysOf(inside)],
  );

describe("the names of spaces, and what their numbers mean", () => {
  transcripts(FOLDER, () => (input) => input.map(named));

  it("are pinned for every key of a config", () => {
    const pinned = readFileSync(`${FOLDER}spaces.txt`, "utf8");
    const keys = keysOf(JSON.parse(readFileSync(SCHEMA, "utf8")) as Schema, SELECTION);
    expect(keys).to.include.members(["requireQuorum", "listing", "repeatedTimeouts"]);
    expect(keys.filter((key) => !pinned.includes(`"${key}"`))).to.deep.equal([]);
  });

  it("are all different where the spaces are", () => {
    const lines = readFileSync(`${FOLDER}spaces.txt`, "utf8").split("\n");
    const names = lines.flatMap((line) => /^[0-9a-f]{16} /.exec(line) ?? []);
    const spelledOut = 1;
    expect(new Set(names).size).to.equal(names.length - spelledOut);
  });
});
