/** Explorations give equal counts with any number of workers and after interruptions. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { Checkpoint } from "../../../executor/exhaustive/certificates/checkpoint.js";
import { workerPool } from "../../../executor/exhaustive/expansion-pool.js";
import { batchExpander } from "../../../executor/exhaustive/expansion.js";
import { explore } from "../../../executor/exhaustive/explore.js";
import type { StateClass } from "../../../executor/exhaustive/frontier.js";
import { initialState } from "../../../executor/exhaustive/exploration-state.js";
import type { ExplorationState } from "../../../executor/exhaustive/exploration-state.js";
import { searchSpaceOf } from "../../../executor/exhaustive/search-space.js";
import type { ExplorationJob } from "../../../executor/exhaustive/search-space.js";
import { readSpaceDefinition } from "../../../executor/sources/space-source.js";
import { temporaryFolder } from "../session.js";
import { PROPERTY_NAMES } from "../../diembft/support/judged.js";

const MODULE = new URL("../../support/protocols/explorer.mjs", import.meta.url);

function jobOf(bugs: readonly string[], rounds = 3): ExplorationJob {
  const document = { replicas: 4, twins: 1, rounds, partitions: { groups: 2 } };
  const read = readSpaceDefinition(document);
  if (!read.ok) throw new InputError(read.problems);
  return {
    definition: read.value,
    run: { ...DEFAULT_RUN, bugs },
    properties: PROPERTY_NAMES,
    examples: 3,
  };
}

class Interrupted extends Error {}

/** Continues an exploration with some workers, until some batches are done. */
async function goOn(
  exploration: ExplorationState,
  job: ExplorationJob,
  workers: number,
  batches = Infinity,
) {
  const pool = workerPool(workers, job, MODULE);
  let done = 0;
  try {
    await explore(exploration, pool, () => {
      if (++done >= batches) throw new Interrupted();
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    await pool.close();
  }
}

const fresh = (job: ExplorationJob): ExplorationState =>
  initialState(searchSpaceOf(job, nodeSha256), job.examples);

const resultOf = ({ states, merged, findings }: ExplorationState): object => {
  return { states, merged, ...findings.snapshot() };
};

describe("the state of an exploration", function () {
  this.timeout(180_000);
  const inFolder = temporaryFolder();
  const job = jobOf(["small_quorum"]);

  it("comes to the same numbers with any number of workers", async () => {
    const alone = fresh(job);
    await goOn(alone, job, 1);
    const together = fresh(job);
    await goOn(together, job, 3);
    expect(resultOf(together)).to.deep.equal(resultOf(alone));
  });

  it("comes to the same states, whatever those who explore remember", async () => {
    const longer = jobOf([], 4);
    const searchSpace = searchSpaceOf(longer, nodeSha256);
    const remembering = fresh(longer);
    await goOn(remembering, longer, 1);
    const forgetting = fresh(longer);
    const expand = async (batch: readonly StateClass[]) =>
      Promise.resolve(batchExpander(searchSpace, longer.examples)(batch));
    await explore(forgetting, { size: 1, expand }, () => undefined);
    expect(resultOf(forgetting)).to.deep.equal(resultOf(remembering));
  });

  it("comes to the same numbers when it is interrupted and goes on from its checkpoint", async () => {
    const whole = fresh(job);
    await goOn(whole, job, 1);
    for (const name of ["checkpoint.json", "checkpoint.json.gz"]) {
      const file = inFolder(name);
      let exploration = fresh(job);
      for (let stops = 0; !exploration.isComplete; stops++) {
        await goOn(exploration, job, 1, 2);
        (await Checkpoint.open(file, job, "1.2.3")).save(exploration);
        exploration = (await Checkpoint.open(file, job, "1.2.3")).resumed ?? fresh(job);
        expect(stops).to.be.lessThan(100);
      }
      expect(resultOf(exploration), name).to.deep.equal(resultOf(whole));
    }
  });

  it("does not go on from a checkpoint of something else, nor from a broken one", async () => {
    const file = inFolder("other.json");
    const exploration = fresh(job);
    await goOn(exploration, job, 1, 1);
    (await Checkpoint.open(file, job, "1.2.3")).save(exploration);
    const refusal = async (other: ExplorationJob, version: string): Promise<string> => {
      const opened = Checkpoint.open(file, other, version);
      const error: unknown = await opened.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return error instanceof InputError ? error.message : "opened";
    };
    const saved = readFileSync(file, "utf8");
    expect(await refusal(job, "1.2.3")).to.equal("opened");
    expect(await refusal(jobOf([]), "1.2.3")).to.match(/another exploration/);
    expect(await refusal({ ...job, examples: 4 }, "1.2.3")).to.match(/another exploration/);
    const alone: ExplorationJob = { ...job, properties: ["agreement"] };
    expect(await refusal(alone, "1.2.3")).to.match(/another exploration/);
    expect(await refusal(job, "1.2.4")).to.match(/another version/);
    const broken: readonly (readonly [text: string, complaint: RegExp])[] = [
      [saved.replace('"version":3', '"version":7'), /version is 7; allowed: 3/],
      [saved.slice(0, 100), /other\.json/],
      [saved.slice(0, saved.indexOf("\n") + 1), /has 0 bundles; allowed: [1-9]/],
      [saved.replace('"path":[', '"path":["a",'), /other\.json:2: path is a list/],
    ];
    for (const [text, complaint] of broken) {
      writeFileSync(file, text);
      expect(await refusal(job, "1.2.3")).to.match(complaint);
    }
  });
});
