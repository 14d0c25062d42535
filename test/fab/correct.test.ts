/** FaB Paxos without a bug violates nothing: a few scenarios of each of six spaces. */
import { fab } from "../../lib/protocols/fab/fab.js";
import { holdsInSixSpaces } from "../support/six-spaces.js";

describe("FaB Paxos without a bug", function () {
  this.timeout(120_000);
  holdsInSixSpaces(fab(), ["rep", "propose", "accepted", "commit-proof"]);
});
