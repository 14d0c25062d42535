/** All parsers of external input, with valid inputs for each. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig as readClusterConfig } from "../../cluster/config/read-config.js";
import { FileStorage } from "../../cluster/storage/file-storage.js";
import { runWithFiles } from "../../cluster/storage/files.js";
import { readConfig as readExecutorConfig } from "../../executor/config/read-config.js";
import { readSpaceDefinition } from "../../executor/sources/space-source.js";
import { checkScenarioFile } from "../../executor/sources/scenario-source.js";
import { isJsonObject } from "../../lib/scenario/input/reading.js";
import { DEFAULT_RUN } from "../../executor/config/config.js";
import { Checkpoint } from "../../executor/exhaustive/certificates/checkpoint.js";
import { workerPool } from "../../executor/exhaustive/expansion-pool.js";
import { explore } from "../../executor/exhaustive/explore.js";
import { initialState } from "../../executor/exhaustive/exploration-state.js";
import { searchSpaceOf } from "../../executor/exhaustive/search-space.js";
import { readGeneratorConfig } from "../../generator/config.js";
import { nodeSha256 } from "../../io/node-sha256.js";
import { readJson } from "../../io/files/read.js";
import { decodeCommitted, decodeState } from "../../lib/protocols/diembft/messages/codec.js";
import { PROPERTY_NAMES } from "../diembft/support/judged.js";
import { diembft } from "../../lib/protocols/diembft/protocol.js";
import { scenarioEncoder, SCENARIO_FORMATS } from "../../lib/scenario/formats/encode.js";
import { parseJson } from "../../lib/scenario/input/json-text.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../lib/scenario/model.js";
import { isNotation, notationOf } from "../../lib/scenario/notation.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { scenarioNamed } from "../../lib/space/lookup.js";
import { openSpace } from "../../lib/space/space.js";
import { run } from "../executor/session.js";
import type { Parser } from "./fuzz.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const EXPLORER = new URL("../support/protocols/explorer.mjs", import.meta.url);
const SMALL = { replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } };

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith(".json"))
    .map((file) => readFileSync(join(ROOT, folder, file), "utf8"));

/** All parsers; what they read from files goes through that folder. */
export async function parsersIn(folder: string): Promise<readonly Parser[]> {
  const inFile =
    (name: string, read: (file: string) => unknown) =>
    (text: string): unknown => {
      writeFileSync(join(folder, name), text);
      return read(join(folder, name));
    };
  return [
    ...configParsers(inFile),
    ...scenarioParsers(inFile),
    ...(await recordParsers(folder, inFile)),
    ...(await clusterParsers(folder)),
  ];
}

type InFile = (name: string, read: (file: string) => unknown) => Parser["parse"];

const configParsers = (inFile: InFile): readonly Parser[] => [
  {
    name: "generator config",
    samples: [...filesOf("generator-configs"), ...filesOf("generator-configs/paper")],
    parse: inFile("g.json", async (file) => {
      const document = await readJson(file);
      if (isJsonObject(document)) readSpaceDefinition(document);
      return readGeneratorConfig(document);
    }),
  },
  {
    name: "executor config",
    samples: filesOf("executor-configs"),
    parse: inFile("e.json", async (file) => readExecutorConfig(await readJson(file))),
  },
  {
    name: "cluster config",
    samples: filesOf("cluster-configs"),
    parse: inFile("c.json", async (file) => readClusterConfig(await readJson(file), () => "seed")),
  },
];

const SPACE = openSpace(valueOf(readSpaceDefinition(SMALL)).space);
const SCENARIOS = [0n, 17n, SPACE.counts.scenarios - 1n].map((each) => SPACE.scenario(each));

/** The same scenarios in every format. */
function scenarioFiles(): readonly string[] {
  const { roster } = SPACE.config;
  const rules = { semantics: DEFAULT_SEMANTICS, stabilization: DEFAULT_STABILIZATION };
  return SCENARIO_FORMATS.map((format) => {
    const encoder = scenarioEncoder(format, { roster, ...rules });
    const lines = SCENARIOS.map((each) => encoder.scenario(each));
    return encoder.opening + lines.join(encoder.separator) + encoder.closing;
  });
}

function scenarioParsers(inFile: InFile): readonly Parser[] {
  const reader = scenarioReader(SPACE.config.roster);
  const lines = SCENARIOS.map(({ rounds }) => notationOf(rounds));
  return [
    {
      name: "scenario file",
      samples: scenarioFiles(),
      parse: inFile("s.json", (file) => checkScenarioFile(file, diembft())),
    },
    {
      name: "scenario on a line",
      samples: [...lines, "a: all / a>b vote; b: all x3"],
      parse: (text) => isNotation(text) && reader.rounds(text),
    },
    {
      name: "name of a scenario",
      samples: [...SCENARIOS.map(({ id }) => id), "0", "99", ...lines],
      parse: (text) => scenarioNamed(SPACE, text),
    },
    { name: "JSON", samples: scenarioFiles(), parse: (text) => parseJson(text, 10_000) },
  ];
}

/** What the executor writes and reads again. */
async function recordParsers(folder: string, inFile: InFile): Promise<readonly Parser[]> {
  const config = join(folder, "space.json");
  const scenarios = join(folder, "scenarios.jsonl");
  const [results, certificate] = [join(folder, "results.jsonl"), join(folder, "certificate.json")];
  writeFileSync(config, JSON.stringify(SMALL));
  writeFileSync(scenarios, scenarioFiles()[1] ?? "");
  await run(scenarios, { out: results });
  await run(config, { exhaustive: true, certificate, workers: 1 });
  return [
    {
      name: "results file",
      samples: [readFileSync(results, "utf8")],
      parse: inFile("r.jsonl", (file) => run(scenarios, { out: file })),
    },
    {
      name: "certificate",
      samples: [readFileSync(certificate, "utf8")],
      parse: inFile("a.json", (file) => run(file, { audit: file, sample: 1 })),
    },
    {
      name: "checkpoint",
      samples: [await checkpointIn(join(folder, "checkpoint.jsonl"))],
      parse: inFile("k.jsonl", (file) => Checkpoint.open(file, EXPLORATION, VERSION)),
    },
  ];
}

const VERSION = "1.2.3";
const EXPLORATION = {
  definition: valueOf(readSpaceDefinition({ ...SMALL, rounds: 3 })),
  run: DEFAULT_RUN,
  properties: PROPERTY_NAMES,
  examples: 3,
};

class Interrupted extends Error {}

/** The checkpoint of an exploration that was interrupted after its first batch. */
async function checkpointIn(file: string): Promise<string> {
  const exploration = initialState(searchSpaceOf(EXPLORATION, nodeSha256), EXPLORATION.examples);
  const pool = workerPool(1, EXPLORATION, EXPLORER);
  try {
    await explore(exploration, pool, () => {
      throw new Interrupted();
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    await pool.close();
  }
  (await Checkpoint.open(file, EXPLORATION, VERSION)).save(exploration);
  return readFileSync(file, "utf8");
}

/** What a cluster's replicas write and restart from. */
async function clusterParsers(folder: string): Promise<readonly Parser[]> {
  const document = {
    ...{ replicas: 4, transmissionDelayBound: 100, seed: "fuzz", crypto: "structural" },
    workloads: [{ type: "flood", count: 10 }],
  };
  const config = valueOf(readClusterConfig(document, () => ""));
  const cluster = join(folder, "cluster");
  await runWithFiles(cluster, config);
  const written = (file: string): string => readFileSync(join(cluster, file), "utf8");
  return [
    {
      name: "ledger",
      samples: [written("replica0.ledger.jsonl")],
      parse: (text) => text.split("\n").map((line, index) => decodeCommitted(line, index + 1)),
    },
    {
      name: "state of a replica",
      samples: [written("replica0.state.json")],
      parse: (text) => decodeState(text),
    },
    {
      name: "answers to clients",
      samples: [written("answers.jsonl")],
      parse: (text) => {
        writeFileSync(join(folder, "answers.jsonl"), text);
        new FileStorage(folder).close();
      },
    },
  ];
}
