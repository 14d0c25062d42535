/** PBFT without a bug violates nothing: a few scenarios of each of six spaces. */
import { pbft } from "../../lib/protocols/pbft/pbft.js";
import { holdsInSixSpaces } from "../support/six-spaces.js";

describe("PBFT without a bug", function () {
  this.timeout(120_000);
  holdsInSixSpaces(pbft(), ["view-change", "new-view", "pre-prepare", "prepare", "commit"]);
});
