/** Zyzzyva without a bug violates nothing: a few scenarios of each of six spaces. */
import { zyzzyva } from "../../lib/protocols/zyzzyva/zyzzyva.js";
import { holdsInSixSpaces } from "../support/six-spaces.js";

describe("Zyzzyva without a bug", function () {
  this.timeout(120_000);
  holdsInSixSpaces(zyzzyva(), [
    "view-change",
    "order-request",
    "spec-response",
    "commit",
    "local-commit",
  ]);
});
