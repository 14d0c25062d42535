/** Reads a shard of a sweep from its results file, range by range. */
import { readLines } from "../../io/files/read.js";
import { InputError, show } from "../../lib/scenario/input/problem.js";
import { isShard, shardFrom } from "../../lib/space/generator-config.js";
import type { Shard } from "../../lib/space/generator-config.js";
import { readRanges } from "../results/read-ranges.js";
import type { ReadPart, ReadRange } from "../results/read-ranges.js";
import { readResultsLine, VERSION } from "../results/results-format.js";
import type { LastLine, ResultsHeader } from "../results/results-format.js";

/** The results file of a shard, open at its first range. */
export class ShardFile {
  readonly name: string;
  readonly header: ResultsHeader;
  readonly shard: Shard;
  readonly #parts: AsyncIterator<ReadPart, undefined>;
  #next: ReadRange | undefined;
  #last: LastLine | undefined;

  private constructor(name: string, header: ResultsHeader, lines: AsyncGenerator<string>) {
    this.name = name;
    this.header = header;
    this.shard = shardFrom(header.shard ?? "1/1");
    this.#parts = readRanges(lines);
  }

  /** Opens a file. Throws {@link InputError} if it is no results file of this version. */
  static async open(name: string): Promise<ShardFile> {
    const lines = readLines(name, true);
    const { value: first } = (await lines.next()) as IteratorResult<string, undefined>;
    const line = first === undefined ? undefined : readResultsLine(first);
    if (line?.kind === "other version") {
      const wrong = `is of version ${show(line.version)} of the results format, not ${VERSION}`;
      throw refusal(name, wrong, "results of this version of twins-exec");
    }
    const isShardText = line?.kind === "header" && isShard(line.header.shard ?? "1/1");
    if (line?.kind !== "header" || !isShardText) {
      throw refusal(name, "is no results file", "what twins-exec --out has written");
    }
    const file = new ShardFile(name, line.header, lines);
    await file.advance();
    return file;
  }

  /** The range that comes next; undefined after the last one. */
  get range(): ReadRange | undefined {
    return this.#next;
  }

  /** The line that sums up; undefined until all ranges are read. */
  get last(): LastLine | undefined {
    return this.#last;
  }

  /** Goes on to the next range. Throws {@link InputError} if the file is damaged or breaks off. */
  async advance(): Promise<void> {
    const { value: part } = await this.#parts.next();
    this.#next = part?.kind === "range" ? part : undefined;
    if (part === undefined) throw this.#breaksOff();
    if (part.kind === "wrong") {
      const isEnd = part.torn && (await this.#parts.next()).value === undefined;
      throw isEnd ? this.#breaksOff() : refusal(this.name, part.wrong, UNCHANGED);
    }
    if (part.kind !== "last") return;
    this.#last = part.last;
    const { end, places } = part.last;
    if (end < places) {
      const wrong = `ended at place ${end} of ${places}`;
      throw refusal(this.name, wrong, "a complete run; the same command goes on with it");
    }
    if ((await this.#parts.next()).value !== undefined) {
      throw refusal(this.name, "has lines after the last result", UNCHANGED);
    }
  }

  #breaksOff(): InputError {
    return refusal(this.name, "breaks off", "a complete run; the same command goes on with it");
  }
}

const UNCHANGED = "what twins-exec has written, unchanged";

const refusal = (name: string, wrong: string, allowed: string): InputError =>
  new InputError([{ path: "", wrong, allowed }], name);
