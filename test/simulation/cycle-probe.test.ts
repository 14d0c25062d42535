/** The cycle probe: when it compares, and when it picks another timer. */
import { expect } from "chai";
import { nodeId, replicaId } from "../../lib/protocol/ids.js";
import type { PendingTimer } from "../../lib/simulation/timers.js";
import { CycleProbe } from "../../lib/simulation/stalls/cycle-probe.js";

const node = { id: nodeId("a"), index: 0, replica: replicaId("a"), honest: true };
const pending = (name: string): PendingTimer => ({
  node,
  timer: { name },
  due: 0,
  live: true,
  number: 0,
});

/** At which of so many firings, counted from 1, a comparison is due. */
const due = (
  probe: CycleProbe,
  count: number,
  keyOf: (firing: number) => string,
): readonly number[] =>
  Array.from({ length: count }, (_, i) => i + 1).filter((firing) =>
    probe.isDue(pending(keyOf(firing))),
  );

describe("Watch", () => {
  it("is patient, and then compares whenever one certain timer fires", () => {
    const keyOf = (firing: number) => ["x", "y", "z"][firing % 3] ?? "";
    const comparisons = due(new CycleProbe(100), 130, keyOf);
    expect(comparisons).to.deep.equal([100, 103, 106, 109, 112, 115, 118, 121, 124, 127, 130]);
  });

  it("picks another timer when the one it picked fires no more", () => {
    const comparisons = due(new CycleProbe(100), 410, (firing) =>
      firing <= 100 ? "once" : "again",
    );
    expect(comparisons.slice(0, 3)).to.deep.equal([100, 200, 201]);
  });

  it("begins anew after news", () => {
    const probe = new CycleProbe(100);
    due(probe, 150, () => "x");
    probe.reset();
    expect(due(probe, 101, () => "x")).to.deep.equal([100, 101]);
  });
});
