import { expect } from "chai";
import { nodeId, replicaId } from "../../lib/protocol/ids.js";
import type { Alarm } from "../../lib/simulation/agenda.js";
import { Watch } from "../../lib/simulation/watch.js";

const node = { id: nodeId("a"), index: 0, replica: replicaId("a"), honest: true };
const alarm = (name: string): Alarm => ({
  node,
  timer: { name },
  due: 0,
  live: true,
});

/** At which of so many firings, counted from 1, a comparison is due. */
const due = (watch: Watch, count: number, keyOf: (firing: number) => string): readonly number[] =>
  Array.from({ length: count }, (_, i) => i + 1).filter((firing) =>
    watch.isDue(alarm(keyOf(firing))),
  );

describe("Watch", () => {
  it("is patient, and then compares whenever one certain timer fires", () => {
    const keyOf = (firing: number) => ["x", "y", "z"][firing % 3] ?? "";
    const comparisons = due(new Watch(100), 130, keyOf);
    expect(comparisons).to.deep.equal([100, 103, 106, 109, 112, 115, 118, 121, 124, 127, 130]);
  });

  it("picks another timer when the one it picked fires no more", () => {
    const comparisons = due(new Watch(100), 410, (firing) => (firing <= 100 ? "once" : "again"));
    expect(comparisons.slice(0, 3)).to.deep.equal([100, 200, 201]);
  });

  it("begins anew after news", () => {
    const watch = new Watch(100);
    due(watch, 150, () => "x");
    watch.noteNews();
    expect(due(watch, 101, () => "x")).to.deep.equal([100, 101]);
  });
});
