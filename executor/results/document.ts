/** Builds the JSON documents of twins-exec (`--json`). */
import type { EndingKind, Verdict } from "../../lib/protocol/judging/property.js";
import type { ExpectationResult } from "../config/expectation.js";
import { recordOf, witnessesOf } from "./record.js";
import type { WitnessRecord } from "./record.js";
import type { CaseResult } from "../run/run-case.js";
import type { Explanation } from "../counterexample/explain/document.js";
import type { ShrunkDocument } from "../counterexample/shrink/document.js";
import type { Summary } from "./counts.js";
import type { Family } from "./families.js";
import type { Tally } from "./tally.js";

/** The JSON document of a case. */
export interface CaseDocument {
  readonly name: string;
  /** Absent where nothing was expected. */
  readonly expectation?: "met" | "not-met" | "open" | undefined;
  /** Why an expectation is not met, or open. */
  readonly because?: readonly string[] | undefined;
  readonly ending: EndingKind;
  readonly properties: Readonly<Record<string, Verdict["status"]>>;
  readonly witnesses: readonly WitnessRecord[];
  /** Why a property is vacuous. */
  readonly vacuous: Readonly<Record<string, string>>;
  /** Digest of the transcript. */
  readonly digest: string;
  /** With `--trace`. */
  readonly transcript?: readonly string[] | undefined;
  /** The simplest scenario found that fails alike. */
  readonly shrunk?: ShrunkDocument | undefined;
  /** With `--explain`: why it fails. */
  readonly explanation?: Explanation | undefined;
}

/** A family of failures in the JSON document. */
export interface FamilyDocument {
  /** What they violate; empty for a crash. */
  readonly properties: readonly string[];
  readonly scenarios: number;
  /** The id of the first one. */
  readonly first: string;
  /** What went wrong in the first one. */
  readonly because: readonly string[];
  /** The first one, shrunk. */
  readonly shrunk?: ShrunkDocument | undefined;
}

/** The scenarios of a corpus, which are run first and counted nowhere else. */
export interface CorpusDocument {
  readonly scenarios: number;
  /** The ids of those with a violation or a crash. */
  readonly failed: readonly string[];
}

/** The one document of `--json`. */
export interface ResultsDocument extends Summary {
  readonly families?: readonly FamilyDocument[] | undefined;
  readonly cases?: readonly CaseDocument[] | undefined;
  /** Absent if there is no corpus, or nothing in it for this protocol. */
  readonly corpus?: CorpusDocument | undefined;
  /** What makes the counts mean less than they seem to; absent if there is nothing. */
  readonly warnings?: readonly string[] | undefined;
}

const expectationFields = (expectationResult: ExpectationResult) =>
  expectationResult.outcome === "met"
    ? { expectation: expectationResult.outcome }
    : {
        expectation: expectationResult.outcome,
        because: expectationResult.because.map(({ words }) => words),
      };

/** A family as `--json` says it. */
export const familyDocument = ({ properties, scenarios, first }: Family): FamilyDocument => ({
  ...{ properties, scenarios, first: first.id },
  because: [
    ...(first.verdict === "crashed" ? [first.because ?? ""] : []),
    ...(first.witnesses ?? []).flatMap(({ explanation }) => explanation),
  ],
});

/** The document of many scenarios; `shrunkOf` is what the first of a family shrinks to. */
export const scenariosDocument = (
  tally: Tally,
  shrunkOf: (family: Family) => ShrunkDocument | undefined,
): ResultsDocument => ({
  ...tally.summary(),
  families: tally.families.all().map((family) => {
    const shrunk = shrunkOf(family);
    return { ...familyDocument(family), ...(shrunk && { shrunk }) };
  }),
});

/** A case as `--json` says it, with a transcript if there is to be one. */
export function caseDocument(
  each: CaseResult,
  transcript: readonly string[] | undefined,
): CaseDocument {
  const { result, expectationResult, digest } = each;
  return {
    name: result.id,
    ...(each.case.expectation === undefined ? {} : expectationFields(expectationResult)),
    ending: result.ending.kind,
    properties: recordOf(result).properties,
    witnesses: witnessesOf(result),
    vacuous: Object.fromEntries(
      [...result.verdicts].flatMap(([name, verdict]) =>
        verdict.status === "vacuous" ? [[name, verdict.because]] : [],
      ),
    ),
    digest,
    ...(transcript && { transcript }),
  };
}

/** The warnings of a document, where there are any. */
export const warningFields = (warnings: readonly string[]): Pick<ResultsDocument, "warnings"> =>
  warnings.length === 0 ? {} : { warnings };
