/** The bound for samples without a hit, against exact counts. */
import { expect } from "chai";
import { mostHits } from "../../lib/space/sample-bound.js";

/** n over k, exactly. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 0; i < k; i++) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return k > n ? 0n : result;
}

/** All samples are counted: the largest K of which at least one in twenty samples has no hit. */
function byCounting(population: number, sample: number): number {
  let most = 0;
  for (let hits = 0; hits <= population; hits++) {
    const without = choose(population - hits, sample);
    if (20n * without >= choose(population, sample)) most = hits;
  }
  return most;
}

describe("the 95% bound of a sample without a hit", () => {
  it("is that of counting all samples, for every small population and sample", () => {
    for (let population = 1; population <= 60; population++) {
      for (let sample = 1; sample <= population; sample++) {
        const at = `${sample} of ${population}`;
        expect(mostHits(population, sample), at).to.equal(byCounting(population, sample));
      }
    }
  });

  it("is nothing when all are drawn, and everything but the sample at first", () => {
    expect(mostHits(1000, 1000)).to.equal(0);
    expect(mostHits(1000, 1)).to.equal(950);
  });

  it("is about 3/n of a large population, however large", () => {
    for (const population of [1e9, 1e15, 1e30]) {
      for (const sample of [1000, 1e6]) {
        const share = mostHits(population, sample) / population;
        const binomial = 1 - 0.05 ** (1 / sample);
        expect(share / binomial).to.be.within(0.998, 1.000001);
        expect(share * sample).to.be.within(2.98, 3.01);
      }
    }
  });

  it("agrees with itself where factors are put together", () => {
    const direct = mostHits(1e9, 90_000) * 90_000;
    const blocks = mostHits(1e9, 110_000) * 110_000;
    expect(blocks / direct).to.be.within(0.9999, 1.0001);
  });
});
