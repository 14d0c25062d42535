import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { InputError } from "../../../lib/scenario/problem.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { DEFAULT_RUN } from "../../../executor/config.js";
import { Checkpoint } from "../../../executor/exhaustive/checkpoint.js";
import { crewOf } from "../../../executor/exhaustive/crew.js";
import { batchExpander } from "../../../executor/exhaustive/expansion.js";
import { explore } from "../../../executor/exhaustive/explore.js";
import type { Bundle } from "../../../executor/exhaustive/frontier.js";
import { newSurvey } from "../../../executor/exhaustive/survey.js";
import type { Survey } from "../../../executor/exhaustive/survey.js";
import { territoryOf } from "../../../executor/exhaustive/territory.js";
import type { Assignment } from "../../../executor/exhaustive/territory.js";
import { readNumberedSpace } from "../../../executor/space-source.js";
import { temporaryFolder } from "../session.js";

const MODULE = new URL("../../support/explorer.mjs", import.meta.url);

function assignmentOf(bugs: readonly string[], rounds = 3): Assignment {
  const document = { replicas: 4, twins: 1, rounds, partitions: { groups: 2 } };
  const read = readNumberedSpace(document);
  if (!read.ok) throw new InputError(read.problems);
  return { numbered: read.value, run: { ...DEFAULT_RUN, bugs }, examples: 3 };
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
    const file = inFolder("checkpoint.json");
    let survey = fresh(assignment);
    for (let stops = 0; !survey.isComplete; stops++) {
      await goOn(survey, assignment, 1, 2);
      new Checkpoint(file, assignment, "1.2.3").save(survey);
      survey = new Checkpoint(file, assignment, "1.2.3").found ?? fresh(assignment);
      expect(stops).to.be.lessThan(100);
    }
    expect(resultOf(survey)).to.deep.equal(resultOf(whole));
  });

  it("does not go on from a checkpoint of something else, nor from a broken one", async () => {
    const file = inFolder("other.json");
    const survey = fresh(assignment);
    await goOn(survey, assignment, 1, 1);
    new Checkpoint(file, assignment, "1.2.3").save(survey);
    const open = (other: Assignment, version: string) => () => new Checkpoint(file, other, version);
    expect(open(assignmentOf([]), "1.2.3")).to.throw(InputError, /another exploration/);
    expect(open(assignment, "1.2.4")).to.throw(InputError, /another version/);
    writeFileSync(file, readFileSync(file, "utf8").replace('"version":1', '"version":7'));
    expect(open(assignment, "1.2.3")).to.throw(InputError, /version/);
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 100));
    expect(open(assignment, "1.2.3")).to.throw(InputError);
  });
});
