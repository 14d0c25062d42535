/** Merges the results of all shards of a sweep into the results of the whole. */
import type { Output } from "../../io/outputs/output.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { ResultCounter } from "../results/counts.js";
import type { Summary } from "../results/counts.js";
import { Families } from "../results/families.js";
import type { Family } from "../results/families.js";
import type { ReadRange } from "../results/read-ranges.js";
import { differenceOf } from "../results/results-header.js";
import { rangeLine } from "../results/results-format.js";
import type { RangeLine, ResultsHeader } from "../results/results-format.js";
import { SumDigest } from "../results/sum-digest.js";
import { ShardFile } from "./shard-file.js";

/** The results of a whole sweep. */
export interface Merged {
  readonly shards: number;
  readonly header: ResultsHeader;
  readonly summary: Summary;
  readonly families: readonly Family[];
  /** How many scenarios have a violation or a crash. */
  readonly failed: number;
}

/** Opens the shards, and checks that they are all parts of one sweep, each once. */
export async function openShards(names: readonly string[]): Promise<readonly ShardFile[]> {
  const files: ShardFile[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    try {
      files.push(await ShardFile.open(name));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, path: name })));
    }
  }
  problems.push(...foreignOrRepeated(files));
  if (problems.length === 0) problems.push(...missing(files));
  if (problems.length > 0) throw new InputError(problems);
  return files.toSorted((a, b) => a.shard.part - b.shard.part);
}

function foreignOrRepeated(files: readonly ShardFile[]): readonly Problem[] {
  const [first] = files;
  if (first === undefined) return [];
  return files.flatMap((file, index): readonly Problem[] => {
    const { name, shard } = file;
    const mine = wholeHeader(file.header);
    const other = differenceOf({ kind: "header", header: mine }, wholeHeader(first.header));
    if (other !== undefined) {
      return [{ path: name, wrong: other, allowed: `a part of the run of ${first.name}` }];
    }
    if (shard.of !== first.shard.of) {
      const wrong = `is part ${shard.part} of ${shard.of}`;
      return [{ path: name, wrong, allowed: `one of ${first.shard.of}, as ${first.name} is` }];
    }
    const twin = files.slice(0, index).find((each) => each.shard.part === shard.part);
    if (twin === undefined) return [];
    const wrong = `is part ${shard.part} of ${shard.of}, as is ${twin.name}`;
    return [{ path: name, wrong, allowed: "every part once" }];
  });
}

/** At most so many missing parts are named. */
const MOST_NAMED = 20;

function missing(files: readonly ShardFile[]): readonly Problem[] {
  const of = files[0]?.shard.of ?? 1;
  const present = new Set(files.map(({ shard }) => shard.part));
  if (present.size === of) return [];
  const absent: number[] = [];
  for (let part = 1; part <= of && absent.length < MOST_NAMED; part++) {
    if (!present.has(part)) absent.push(part);
  }
  const more = of - present.size - absent.length;
  const rest = more > 0 ? ` and ${more} more` : "";
  const isOne = absent.length === 1 && more === 0;
  const named = `${absent.join(", ")}${rest} of ${of}`;
  const wrong = isOne ? `part ${named} is missing` : `parts ${named} are missing`;
  return [{ path: "", wrong, allowed: `the results of all ${of} parts` }];
}

/** The header of the whole: that of a part, without the part. */
function wholeHeader(header: ResultsHeader): ResultsHeader {
  const { shard, ...whole } = header;
  return shard === undefined ? header : whole;
}

/**
 * Writes the results of the whole, range by range, in constant memory: byte for byte what one run
 * would have written. Throws {@link InputError} where ranges do not fit together.
 */
export async function mergeShards(files: readonly ShardFile[], output: Output): Promise<Merged> {
  const [first] = files;
  if (first === undefined) throw new InputError([{ path: "", wrong: "there is nothing to merge" }]);
  const header = wholeHeader(first.header);
  const { properties } = header;
  const total = new ResultCounter(properties, false);
  let failed = 0;
  const families = new Families();
  await output.write(`${JSON.stringify(header)}\n`);
  for (let from = 0; ;) {
    const parts = files.filter(({ range }) => range?.range.from === from);
    if (parts.length === 0) break;
    const ranges = parts.flatMap(({ range }) => range ?? []);
    const { lines, range } = joined(ranges, parts, properties);
    await output.write([...lines, rangeLine(range, lines), ""].join("\n"));
    total.addAll(range);
    const failures = ranges.flatMap((each) => each.failures).toSorted(byPlace);
    for (const { record } of failures) families.add(record);
    failed += failures.length;
    for (const file of parts) await file.advance();
    from = range.to;
  }
  const summary = total.summary();
  const last = endOf(files, summary);
  await output.write(`${JSON.stringify(last)}\n`);
  return { shards: files.length, header, summary, families: families.all(), failed };
}

const byPlace = (a: { readonly place: number }, b: { readonly place: number }): number =>
  a.place - b.place;

/** One range out of the parts of all shards. */
function joined(
  ranges: readonly ReadRange[],
  files: readonly ShardFile[],
  properties: readonly string[],
): { readonly lines: readonly string[]; readonly range: Omit<RangeLine, "check"> } {
  const [first] = ranges;
  const { from = 0, to = 0 } = first?.range ?? {};
  const counter = new ResultCounter(properties, false);
  const of = new SumDigest();
  const hasSource = first?.range.of !== undefined;
  for (const [index, { range }] of ranges.entries()) {
    if (range.to !== to) {
      const wrong = `has places ${from} to ${range.to - 1} where others have ${from} to ${to - 1}`;
      throw new InputError([{ path: "", wrong }], files[index]?.name);
    }
    counter.addAll(range);
    if (range.of !== undefined) of.addSum(range.of);
  }
  const counts = counter.summary();
  if (counts.scenarios !== to - from) {
    const wrong = `places ${from} to ${to - 1} have ${counts.scenarios} results`;
    throw new InputError([{ path: "", wrong, allowed: "one for each place" }]);
  }
  const lines = ranges
    .flatMap((each) => each.listed.map(({ place }, index) => ({ place, line: each.lines[index] })))
    .toSorted(byPlace)
    .flatMap(({ line }) => line ?? []);
  const placed = { from, to, ...counts };
  return { lines, range: hasSource ? { ...placed, of: of.hex() } : placed };
}

/** The last line of the whole; every shard must have ended at the same place. */
function endOf(files: readonly ShardFile[], summary: Summary): object {
  const problems = files.flatMap(({ name, last, range }): readonly Problem[] => {
    const [here, there] = [last, files[0]?.last];
    if (here === undefined) {
      const wrong = `has places from ${range?.range.from ?? 0} on, which do not follow the others`;
      return [{ path: name, wrong }];
    }
    if (here.places !== there?.places) {
      const wrong = `is of a run of ${here.places} places, and ${files[0]?.name ?? ""} is not`;
      return [{ path: name, wrong, allowed: "parts of one run" }];
    }
    return here.of === there.of ? [] : [{ path: name, wrong: "is of another file of scenarios" }];
  });
  const last = files[0]?.last;
  if (problems.length > 0 || last === undefined) throw new InputError(problems);
  if (summary.scenarios !== last.places) {
    const wrong = `${summary.scenarios} of ${last.places} places have results`;
    throw new InputError([{ path: "", wrong, allowed: "one for each place" }]);
  }
  const { end, places, of } = last;
  return { ...summary, end, places, ...(of === undefined ? {} : { of }) };
}
