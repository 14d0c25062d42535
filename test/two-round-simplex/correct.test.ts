/** Two-round Simplex without a bug violates nothing: a few scenarios of each of six spaces. */
import { twoRoundSimplex } from "../../lib/protocols/two-round-simplex/two-round-simplex.js";
import { holdsInSixSpaces } from "../support/six-spaces.js";

describe("two-round Simplex without a bug", function () {
  this.timeout(120_000);
  holdsInSixSpaces(twoRoundSimplex(), ["proposal", "notarize", "nullify", "certificate"], false);
});
