/** What a uniform sample without a hit says about the whole that it is drawn from. */

/** The probability with which a bound may be wrong; rounding must not make exactly 5% less. */
const RISK = 0.05 * (1 - 1e-12);

/** More factors than this are put together into blocks of nearly equal ones. */
const MOST_FACTORS = 100_000;

/**
 * The upper limit of a one-sided 95% confidence interval for the number of hits in a population, of
 * which a uniform sample without replacement has none: the largest number of hits with which such a
 * sample still has a probability of at least 5%, by the hypergeometric distribution. Exact for
 * populations up to 2^53 and samples up to 10^5; beyond that, rounded. See Buonaccorsi, "A Note on
 * Confidence Intervals for Proportions in Finite Populations" (The American Statistician 41, 1987).
 * For small samples of a large population it is about 3/n of it, the "rule of three" of Hanley and
 * Lippman-Hand, "If Nothing Goes Wrong, Is Everything All Right?" (JAMA 249, 1983).
 * O(log(population) * min(sample, 10^5)).
 */
export function mostHits(population: number, sample: number): number {
  let [possible, impossible] = [0, population - sample + 1];
  while (impossible - possible > 1) {
    const middle = possible + Math.floor((impossible - possible) / 2);
    if (middle === possible || middle === impossible) break;
    if (probabilityOfNone(population, sample, middle) >= RISK) possible = middle;
    else impossible = middle;
  }
  return possible;
}

/**
 * The probability that a sample has none of the hits: the product of (N - K - i) / (N - i) over its
 * draws, or the same with sample and hits exchanged. By multiplication alone, which is the same on
 * every machine.
 */
function probabilityOfNone(population: number, sample: number, hits: number): number {
  const draws = Math.min(sample, hits);
  const taken = Math.max(sample, hits);
  const block = Math.ceil(draws / MOST_FACTORS);
  let product = 1;
  for (let from = 0; from < draws && product >= RISK; from += block) {
    const size = Math.min(block, draws - from);
    const middle = from + (size - 1) / 2;
    product *= power(1 - taken / (population - middle), size);
  }
  return product;
}

/** A power with a whole exponent, by squaring. */
function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
