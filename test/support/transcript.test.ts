/** The transcript runner. */
import { expect } from "chai";
import { replay } from "./transcript.js";
import type { Driver } from "./transcript.js";

/** Adds numbers up, from step to step. */
function adder(): Driver {
  let sum = 0;
  return (input) =>
    input.map((line) => {
      sum += Number(line);
      return `sum ${sum}`;
    });
}

const TRANSCRIPT = `# Sums go on from step to step.
1
2
----
sum 1
sum 3

# A comment before the input,

# a blank line, and an input of nothing.
----

10
----
sum 13
`;

describe("the transcript runner", () => {
  it("gives back a transcript that is true", () => {
    expect(replay(TRANSCRIPT, adder())).to.equal(TRANSCRIPT);
  });

  it("shows what the driver says where the transcript is wrong, and keeps the rest", () => {
    const wrong = TRANSCRIPT.replace("sum 3", "sum 4\nsum 5").replace("sum 13", "");
    expect(replay(wrong, adder())).to.equal(TRANSCRIPT);
  });

  it("refuses input that nothing answers", () => {
    expect(() => replay("1\n----\nsum 1\n\n2\n", adder())).to.throw("no ---- follows the input: 2");
  });

  it("refuses output that could not be read back", () => {
    expect(() => replay("1\n----\n", () => ["a", "", "b"])).to.throw("a blank line would end");
  });
});
