/** Explorations give equal counts with any number of workers and after interruptions. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { Checkpoint } from "../../../executor/exhaustive/certificates/checkpoint.js";
import { crewOf } from "../../../executor/exhaustive/crew.js";
import { batchExpander } from "../../../executor/exhaustive/expansion.js";
import { explore } from "../../../executor/exhaustive/explore.js";
import type { Bundle } from "../../../executor/exhaustive/frontier.js";
import { newSurvey } from "../../../executor/exhaustive/survey.js";
import type { Survey } from "../../../executor/exhaustive/survey.js";
import { territoryOf } from "../../../executor/exhaustive/territory.js";
import type { Assignment } from "../../../executor/exhaustive/territory.js";
import { readSpaceDefinition } from "../../../executor/sources/space-source.js";
import { temporaryFolder } from "../session.js";
import { PROPERTY_NAMES } from "../../diembft/judged.js";

const MODULE = new URL("../../support/explorer.mjs", import.meta.url);

function assignmentOf(bugs: readonly string[], rounds = 3): Assignment {
  const document = { replicas: 4, twins: 1, rounds, partitions: { groups: 2 } };
  const read = readSpaceDefinition(document);
  if (!read.ok) throw new InputError(read.problems);
  return {
    numbered: read.value,
    run: { ...DEFAULT_RUN, bugs },
    properties: PROPERTY_NAMES,
    examples: 3,
  };
}

class Interrupted extends Error {}

/** Explores on, with so many workers, until so many batches are done. */
async function goOn(survey: Survey, assignment: Assignment, workers: number, batches = Infinity) {
  const crew = crewOf(workers, assignment, MODULE);
  let done = 0;
  try {
    await explore(survey, crew, () => {
      if (++done >= batches) throw new Interrupted();
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    await crew.dismiss();
  }
}

const fresh = (assignment: Assignment): Survey =>
  newSurvey(territoryOf(assignment, nodeSha256), assignment.examples);

const resultOf = ({ states, merged, findings }: Survey): object => {
  return { states, merged, ...findings.plain() };
};

describe("a survey of a whole space", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();
  const assignment = assignmentOf(["small_quorum"]);

  it("comes to the same numbers with any number of workers", async () => {
    const alone = fresh(assignment);
    await goOn(alone, assignment, 1);
    const together = fresh(assignment);
    await goOn(together, assignment, 3);
    expect(resultOf(together)).to.deep.equal(resultOf(alone));
  });

  it("comes to the same states, whatever those who explore remember", async () => {
    const longer = assignmentOf([], 4);
    const territory = territoryOf(longer, nodeSha256);
    const remembering = fresh(longer);
    await goOn(remembering, longer, 1);
    const forgetting = fresh(longer);
    const expand = async (batch: readonly Bundle[]) =>
      Promise.resolve(batchExpander(territory, longer.examples)(batch));
    await explore(forgetting, { size: 1, expand }, () => undefined);
    expect(resultOf(forgetting)).to.deep.equal(resultOf(remembering));
  });

  it("comes to the same numbers when it is interrupted and goes on from its checkpoint", async () => {
    const whole = fresh(assignment);
    await goOn(whole, assignment, 1);
    for (const name of ["checkpoint.json", "checkpoint.json.gz"]) {
      const file = inFolder(name);
      let survey = fresh(assignment);
      for (let stops = 0; !survey.isComplete; stops++) {
        await goOn(survey, assignment, 1, 2);
        (await Checkpoint.open(file, assignment, "1.2.3")).save(survey);
        survey = (await Checkpoint.open(file, assignment, "1.2.3")).found ?? fresh(assignment);
        expect(stops).to.be.lessThan(100);
      }
      expect(resultOf(survey), name).to.deep.equal(resultOf(whole));
    }
  });

  it("does not go on from a checkpoint of something else, nor from a broken one", async () => {
    const file = inFolder("other.json");
    const survey = fresh(assignment);
    await goOn(survey, assignment, 1, 1);
    (await Checkpoint.open(file, assignment, "1.2.3")).save(survey);
    const refusal = async (other: Assignment, version: string): Promise<string> => {
      const opened = Checkpoint.open(file, other, version);
      const error: unknown = await opened.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return error instanceof InputError ? error.message : "opened";
    };
    const saved = readFileSync(file, "utf8");
    expect(await refusal(assignment, "1.2.3")).to.equal("opened");
    expect(await refusal(assignmentOf([]), "1.2.3")).to.match(/another exploration/);
    expect(await refusal({ ...assignment, examples: 4 }, "1.2.3")).to.match(/another exploration/);
    const alone: Assignment = { ...assignment, properties: ["agreement"] };
    expect(await refusal(alone, "1.2.3")).to.match(/another exploration/);
    expect(await refusal(assignment, "1.2.4")).to.match(/another version/);
    const broken: readonly (readonly [text: string, complaint: RegExp])[] = [
      [saved.replace('"version":3', '"version":7'), /version is 7; allowed: 3/],
      [saved.slice(0, 100), /other\.json/],
      [saved.slice(0, saved.indexOf("\n") + 1), /has 0 bundles; allowed: [1-9]/],
      [saved.replace('"path":[', '"path":["a",'), /other\.json:2: path is a list/],
    ];
    for (const [text, complaint] of broken) {
      writeFileSync(file, text);
      expect(await refusal(assignment, "1.2.3")).to.match(complaint);
    }
  });
});
