/** Formats numbers, percentages and documents for reports. */

/** With a comma before every three digits: 1,680,700,000. */
export const grouped = (value: bigint | number): string =>
  value.toString().replaceAll(/\B(?=(?:\d{3})+$)/g, ",");

/** `1 scenario`, `10,000 scenarios`. */
export const counted = (count: bigint | number, noun: string): string =>
  `${grouped(count)} ${noun}${BigInt(count) === 1n ? "" : "s"}`;

/** A share of a whole as a percentage with three significant digits: 0.000595%. */
export function percentage(part: bigint, whole: bigint): string {
  if (part === whole) return "100%";
  if (part === 0n) return "0%";
  const share = Number((part * 10n ** 30n) / whole) / 1e28;
  return `${share >= 1 ? share.toPrecision(3) : significant(share)}%`;
}

/** Small numbers without an exponent as long as people can count the zeros. */
const significant = (value: number): string =>
  value < 1e-9 ? value.toExponential(2) : value.toFixed(2 - Math.floor(Math.log10(value)));

/** A time in the units that people use: `8 s`, `5 min`, `2.5 h`, `40 days`. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  const hours = seconds / 3600;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${grouped(Math.round(hours / 24))} days`;
}
