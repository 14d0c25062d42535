/** The worker pool returns every result, and fails as a whole. */
import { expect } from "chai";
import { NoAnswer, WorkerPool } from "../../io/workers/worker-pool.js";

const DOUBLER = new URL("../support/protocols/doubler.mjs", import.meta.url);

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

  it("starts no more workers than there is work for, however many it may have", async () => {
    const pool = new WorkerPool<number, number>(DOUBLER, 2, 256);
    await Promise.all([pool.run(1), pool.run(2)]);
    const doubled = await Promise.all([pool.run(3), pool.run(4)]);
    const { started } = pool;
    await pool.close();
    expect({ doubled, started }).to.deep.equal({ doubled: [6, 8], started: 2 });
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

  it("ends a worker that does not answer in time, and goes on with another one", async () => {
    const pool = new WorkerPool<number, number>(DOUBLER, 2, 1, { seconds: 5 });
    const tasks = [pool.run(1), pool.run(Infinity), pool.run(3)];
    const [first, second, third] = await Promise.allSettled(tasks);
    const { started } = pool;
    await pool.close();
    expect(first).to.deep.equal({ status: "fulfilled", value: 2 });
    expect(second).to.have.nested.property("reason.message", "no answer within 5 s of real time");
    expect(second).to.have.nested.property("reason").that.is.instanceOf(NoAnswer);
    expect(third).to.deep.equal({ status: "fulfilled", value: 6 });
    expect(started).to.equal(1);
  });
});
