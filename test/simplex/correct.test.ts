/** Simplex without a bug violates nothing: a few scenarios of each of six spaces. */
import { simplex } from "../../lib/protocols/simplex/simplex.js";
import { holdsInSixSpaces } from "../support/six-spaces.js";

describe("Simplex without a bug", function () {
  this.timeout(120_000);
  holdsInSixSpaces(simplex(), ["proposal", "notarize", "nullify", "certificate", "finalize"]);
});
