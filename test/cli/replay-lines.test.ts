/** The lines that reports print to run something again, as a shell reads them. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ConsoleWorld } from "../support/console-world.js";

const OFFERS = readFileSync(new URL("../support/protocols/offers.mjs", import.meta.url), "utf8");
const ROSTER = { replicas: 4, twins: 1 };

/** What is typed, with names that a shell would take apart. */
const COMMANDS: readonly string[] = [
  `twins-exec cases.json --protocol './my own/it'\\''s offers.mjs' --bug ballots_for_all`,
  `twins-exec cases.json --protocol './my own/it'\\''s offers.mjs' --property sign-once --property safety`,
  `twins-exec 'my own/config.json' --bug ballots_for_all --case one`,
  `twins-exec space.json --protocol './my own/it'\\''s offers.mjs' --scenario 'a: a b | c d a'\\'''`,
];

describe("a printed replay line", () => {
  it("gives the same run, whatever was named on the command line", function () {
    this.timeout(300_000);
    const world = new ConsoleWorld();
    try {
      const cases = { ...ROSTER, cases: [{ name: "one", rounds: "a: all" }] };
      world.write("my own/it's offers.mjs", OFFERS);
      world.write("cases.json", JSON.stringify(cases));
      const own = { ...cases, protocol: "./it's offers.mjs" };
      world.write("my own/config.json", JSON.stringify(own));
      const space = { ...ROSTER, rounds: 1, partitions: { groups: 2 } };
      world.write("space.json", JSON.stringify(space));
      for (const command of COMMANDS) {
        const first = world.run(command).printed;
        const replay = found(first, "replay");
        const second = world.run(replay).printed;
        expect(found(second, "digest"), replay).to.equal(found(first, "digest"));
        expect(second.filter((line) => /^ +(held|violated) /.test(line))).to.deep.equal(
          first.filter((line) => /^ +(held|violated) /.test(line)),
        );
      }
    } finally {
      world.remove();
    }
  });
});

/** What a report says under a label. */
function found(printed: readonly string[], label: string): string {
  const text = printed.map((line) => new RegExp(`^ +${label} +(.*)$`).exec(line)?.[1]);
  return text.find((each) => each !== undefined) ?? `no ${label} in ${printed.join("\n")}`;
}
