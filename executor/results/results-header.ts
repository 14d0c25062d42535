/** The header of a results file: everything that the results depend on. */
import { fileHeaderFields } from "../../lib/scenario/formats/file-header.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import { fieldOf, show } from "../../lib/scenario/input/problem.js";
import type { RunConfig } from "../config/config.js";
import { digestOf } from "../run/digest.js";
import { judgedIn } from "../run/run-case.js";
import type { Digests } from "../run/run-scenario.js";
import { protocolFields } from "./protocol-fields.js";
import { FORMAT, VERSION } from "./results-format.js";
import type { Detail, ResultsHeader, ResultsLine } from "./results-format.js";

/** Everything that the results of a run depend on, besides the scenarios of a file. */
export interface ResultsBasis {
  readonly run: RunConfig;
  readonly header: ScenarioFileHeader;
  /** Which scenarios of a space. */
  readonly selection?: ResultsHeader["selection"];
  readonly digests: Digests;
  readonly detail: Detail;
  /** Part i of n, such as 2/5. */
  readonly shard?: string | undefined;
}

/** The header of a run's results, by that version of the tool. */
export function resultsHeader(tool: string, given: ResultsBasis): ResultsHeader {
  const { run, header, selection, digests, detail, shard } = given;
  const { bugs, crypto, delta, delay, limits } = run;
  const basis = {
    run: { ...protocolFields(run), bugs: [...bugs], crypto, delta, delay, limits: { ...limits } },
    properties: judgedIn(run).map(({ name }) => name),
    file: fileHeaderFields({ ...header, count: undefined }),
    ...(selection === undefined ? {} : { selection }),
    ...{ digests, detail },
  };
  const config = digestOf([JSON.stringify(basis)]);
  const seed = header.space?.["seed"];
  return {
    ...{ format: FORMAT, version: VERSION, tool, config },
    ...(typeof seed === "string" ? { seed } : {}),
    ...basis,
    ...(shard === undefined ? {} : { shard }),
  };
}

/** The reason for which a first line is not this header; undefined if it is. */
export function differenceOf(
  line: ResultsLine | undefined,
  header: ResultsHeader,
): string | undefined {
  if (line?.kind === "other version") {
    return `is of version ${show(line.version)} of the results format, not ${header.version}`;
  }
  if (line?.kind !== "header") return "is no results file";
  const [mine, theirs] = [fieldsOf(header), fieldsOf(line.header)];
  const path = [...new Set([...mine.keys(), ...theirs.keys()])].find(
    (each) => mine.get(each) !== theirs.get(each),
  );
  if (path === undefined) return undefined;
  const [here, there] = [mine, theirs].map((fields) => cut(fields.get(path) ?? "missing"));
  return `has the results of another run: ${path} is ${there}, not ${here}`;
}

/** The fields of a header as JSON, by path; digests come last. */
function fieldsOf(header: ResultsHeader): ReadonlyMap<string, string> {
  const { run, file, selection, config, ...rest } = header;
  const fields = {
    ...within("run", run),
    ...within("file", file),
    ...within("selection", selection ?? {}),
    ...rest,
    config,
  };
  return new Map(Object.entries(fields).map(([path, value]) => [path, JSON.stringify(value)]));
}

const within = (place: string, fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [fieldOf(place, key), value]));

const LONGEST_QUOTE = 80;

const cut = (text: string): string =>
  text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
