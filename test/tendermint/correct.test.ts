/** Tendermint without a bug violates nothing: a few scenarios of each of six spaces. */
import { tendermint } from "../../lib/protocols/tendermint/tendermint.js";
import { holdsInSixSpaces } from "../support/six-spaces.js";

describe("Tendermint without a bug", function () {
  this.timeout(120_000);
  holdsInSixSpaces(tendermint(), ["proposal", "prevote", "precommit"]);
});
