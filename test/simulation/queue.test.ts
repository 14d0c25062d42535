/** The event queue equals a stable sort. */
import { expect } from "chai";
import fc from "fast-check";
import { EventQueue } from "../../lib/simulation/queue.js";

/** Something is put in so many milliseconds from now, or the next thing is taken out. */
type Act = { readonly kind: "push"; readonly after: number } | { readonly kind: "pop" };

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("push" as const), after: fc.nat(12) }) },
    { weight: 2, arbitrary: fc.constant({ kind: "pop" as const }) },
  ),
  { size: "medium" },
);

/** What a queue is held against: a list that is sorted anew, stably, for every question. */
class Model {
  now = 0;
  #items: { readonly at: number; readonly item: number }[] = [];

  push(at: number, item: number): void {
    this.#items.push({ at, item });
  }

  pop(): number | undefined {
    const [first] = this.#sorted();
    if (first === undefined) return undefined;
    this.#items = this.#items.filter((each) => each !== first);
    this.now = first.at;
    return first.item;
  }

  pending(): readonly (readonly [number, number])[] {
    return this.#sorted().map(({ at, item }) => [at, item]);
  }

  #sorted() {
    return this.#items.toSorted((a, b) => a.at - b.at);
  }
}

describe("EventQueue", () => {
  it("is a stable sort by time, however pushing and popping alternate", () => {
    fc.assert(
      fc.property(acts, (script) => {
        const queue = new EventQueue<number>();
        const model = new Model();
        for (const [number, act] of script.entries()) {
          if (act.kind === "push") {
            queue.push(model.now + act.after, number);
            model.push(model.now + act.after, number);
          } else expect(queue.pop()).to.equal(model.pop());
          expect(queue.now).to.equal(model.now);
          expect([...queue.pending()]).to.deep.equal(model.pending());
        }
        for (let left = model.pending().length; left >= 0; left--) {
          expect(queue.pop()).to.equal(model.pop());
        }
      }),
      { numRuns: 300 },
    );
  });

  it("takes many instants in order", () => {
    const queue = new EventQueue<number>();
    const times = Array.from({ length: 500 }, (_, i) => (i * 7919) % 503);
    for (const time of times) queue.push(time, time);
    const popped = times.map(() => queue.pop());
    expect(popped).to.deep.equal(times.toSorted((a, b) => a - b));
  });
});
