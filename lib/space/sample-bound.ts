/** What a uniform sample without a hit says about the whole that it is drawn from. */

/** The probability with which a bound may be wrong. */
const RISK = 0.05;

/** Its logarithm, less what rounding may take away: a probability of exactly 5% counts as 5%. */
const LEAST = Math.log(RISK) - 1e-12;

/** More draws than this are not multiplied one by one. */
const MOST_FACTORS = 100_000;

/**
 * The upper limit of a one-sided 95% confidence interval for the number of hits in a population, of
 * which a uniform sample without replacement has none: the largest number of hits with which such a
 * sample still has a probability of at least 5%, by the hypergeometric distribution. Exact for
 * populations up to 2^53; beyond that the number is rounded as a double is. See Buonaccorsi, "A Note
 * on Confidence Intervals for Proportions in Finite Populations" (The American Statistician 41,
 * 1987); for small samples of a large population it is about 3/n of it, the "rule of three" of
 * Hanley and Lippman-Hand, "If Nothing Goes Wrong, Is Everything All Right?" (JAMA 249, 1983).
 * O(log(population) * min(sample, 10^5)).
 */
export function mostHits(population: number, sample: number): number {
  let [possible, impossible] = [0, population - sample + 1];
  while (impossible - possible > 1) {
    const middle = possible + Math.floor((impossible - possible) / 2);
    if (middle === possible || middle === impossible) break;
    if (logOfNone(population, sample, middle) >= LEAST) possible = middle;
    else impossible = middle;
  }
  return possible;
}

/**
 * The logarithm of the probability that a sample has none of the hits: the product of
 * (N - K - i) / (N - i) over its draws, or the same with sample and hits exchanged.
 */
function logOfNone(population: number, sample: number, hits: number): number {
  const draws = Math.min(sample, hits);
  const taken = Math.max(sample, hits);
  // Neighbouring factors are nearly equal where there are many: the middle one stands for a block.
  const block = Math.max(1, draws / MOST_FACTORS);
  let sum = 0;
  for (let from = 0; from < draws; from += block) {
    const middle = from + (block - 1) / 2;
    sum += block * Math.log1p(-taken / (population - middle));
  }
  return sum;
}
