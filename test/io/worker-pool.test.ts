import { expect } from "chai";
import { WorkerPool } from "../../io/worker-pool.js";

const DOUBLER = new URL("../support/doubler.mjs", import.meta.url);

describe("a pool of workers", function () {
  this.timeout(20_000);
  const open = (): WorkerPool<number, number> => new WorkerPool(DOUBLER, 2, 2);

  it("gives every task its result, in any order, and more tasks than workers", async () => {
    const pool = open();
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    const doubled = await Promise.all(numbers.map((number) => pool.run(number)));
    await pool.close();
    expect(doubled).to.deep.equal(numbers.map((number) => 2 * number));
  });

  it("gives nobody a result any more when a task throws, and leaves nobody waiting", async () => {
    const pool = open();
    const results = await Promise.allSettled([-1, -2, 3, 4, 5].map((number) => pool.run(number)));
    const late = await Promise.allSettled([pool.run(6)]);
    await pool.close();
    expect(results[4]?.status).to.equal("rejected");
    expect(late[0])
      .to.have.nested.property("reason.message")
      .that.matches(/below zero/);
  });
});
