/** Explains why a scenario fails: facts of its run, and of runs of its neighbours. */
import { guiltSentence } from "../../../lib/properties/evidence/guilt.js";
import { blockName } from "../../../lib/properties/names.js";
import { distinct } from "../../../lib/properties/wording.js";
import type { Certificate } from "../../../lib/protocol/description.js";
import type { BlockId } from "../../../lib/protocol/ids.js";
import type { Facts } from "../../../lib/protocol/judging/facts.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import { validatorSet } from "../../../lib/protocol/validators.js";
import type { RunConfig } from "../../config/config.js";
import { witnessesOf } from "../../results/record.js";
import { runCase, runOptions } from "../../run/run-case.js";
import type { ScenarioContext } from "../../run/run-case.js";
import { runner } from "../../run/run.js";
import type { ScenarioResult } from "../../run/run.js";
import { evidenceProperty } from "../shrink/evidence.js";
import type { Subject } from "../shrink/subject.js";
import type { Shrunk } from "../shrink/shrink.js";
import { Trials } from "../shrink/trials.js";
import { commitOf, forkOf, proofOf } from "./branches.js";
import type { Branch, Fork } from "./branches.js";
import { betweenVotes, knownBefore } from "./between.js";
import type {
  BetweenFact,
  CertificateFact,
  CommitFact,
  DecisionFact,
  Explanation,
  GuiltFact,
  IgnoranceFact,
  KnowledgeFact,
} from "./document.js";
import { decisionFacts, switchedIn, unknownTo } from "./decisions.js";
import { rulesToMend } from "./mend.js";
import { neighbourOf } from "./neighbour.js";
import { refusalsIn, roundsInQuestion } from "./progress.js";
import { RunLog } from "./run-log.js";
import { evidenceWords } from "./sentences.js";
import { partsOf } from "./variations.js";

/** The property that itself says which certificate is too small. */
const CERTIFICATE_QUORUM = "certificate-quorum";

/** A run of the scenario to be explained. */
interface Observed {
  readonly result: ScenarioResult;
  readonly log: RunLog;
  readonly guilty: readonly GuiltFact[];
  readonly quorum: number;
}

/** Explains a shrunk scenario, which fails. `run` has the bugs that are injected. */
export function explain(run: RunConfig, shrunk: Shrunk, context: ScenarioContext): Explanation {
  const { roster, failure } = shrunk;
  const observed = observe(run, shrunk, { ...context, roster });
  const { result, guilty } = observed;
  const fork = forkOf(result, observed.log);
  const rounds = fork === undefined ? roundsInQuestion(shrunk, observed.log) : [];
  const votes = votesIn(shrunk, fork, observed);
  const subject = subjectOf(shrunk, context);
  const trials = new Trials(run, context).limitedBy(result);
  const { about } = failure;
  const commits = (fork?.branches ?? []).map((branch) => commitFact(branch, observed));
  return {
    claim: [...claimOf(result, about)],
    commits,
    decisions: [...votes.decisions],
    unknown: [...votes.unknown],
    known: [...votes.known],
    between: [...votes.between],
    rounds: [...rounds],
    refusals: fork === undefined ? [...refusalsIn(observed.log)] : [],
    guilty: [...guilty],
    evidence: evidenceWords(guilty, roster.faulty, fork !== undefined),
    mend: [
      ...rulesToMend({
        ...{ commits, guilty, rounds, faulty: roster.faulty, quorum: observed.quorum },
        ...{ decisions: votes.decisions, switched: votes.switched },
        ...{ known: votes.known, between: votes.between },
        count: about === CERTIFICATE_QUORUM ? claimOf(result, about)[0] : undefined,
        fork: fork?.kind ?? "none",
        first: commits[fork?.branches.indexOf(fork.first) ?? -1],
        certificates: [
          ...commits.flatMap(({ certificates }) => certificates),
          ...certificatesFor(votes.blocks, observed),
        ],
      }),
    ],
    parts: [...partsOf(subject, (each) => trials.run(each).failure?.about === about)],
    neighbour: neighbourOf(subject, about, {
      run: (each) => trials.run(each),
      transcript: (each) => transcriptOf(run, each, context),
    }),
  };
}

/** The votes in question. */
interface Votes {
  readonly blocks: readonly BlockId[];
  readonly decisions: readonly DecisionFact[];
  readonly switched: readonly DecisionFact[];
  readonly unknown: readonly IgnoranceFact[];
  readonly known: readonly KnowledgeFact[];
  readonly between: readonly BetweenFact[];
}

/** Votes for the sides of a fork, those by which it came about first; else for the witness. */
function votesIn(shrunk: Shrunk, fork: Fork | undefined, { log, result }: Observed): Votes {
  const { facts } = result;
  const nameOf = (id: BlockId): string => blockName(facts.tree, id);
  const switched = fork === undefined ? [] : switchedIn(fork, log, facts);
  const blocks = distinct([
    ...switched.flatMap(({ value }) => value ?? []),
    ...(fork === undefined
      ? witnessBlocks(shrunk)
      : fork.branches.map(({ entry }) => entry.id).slice(0, MOST_BLOCKS)),
  ]);
  const others = blocks.flatMap((block) => log.votesFor(block));
  const votes = distinct([...switched, ...others]);
  return {
    blocks,
    decisions: decisionFacts(votes, nameOf),
    switched: decisionFacts(switched, nameOf),
    unknown: fork === undefined ? [] : unknownTo(switched, fork, { log, facts }),
    known: fork === undefined ? [] : knownBefore(switched, fork, { log, facts }),
    between: fork === undefined ? [] : betweenVotes(switched, fork, { log, facts }),
  };
}

/** Runs a scenario, and listens. */
function observe(run: RunConfig, { scenario, roster }: Shrunk, context: ScenarioContext): Observed {
  const options = runOptions(run, context);
  const { protocol, properties = [] } = options;
  const evidence = evidenceProperty(protocol);
  const log = new RunLog(protocol);
  const perform = runner({ ...options, properties: [...properties, evidence.property] });
  const result = perform(scenario, (entry) => {
    log.note(entry);
  });
  const { replicas, faulty, twins } = roster;
  const { quorum } = validatorSet(replicas, faulty, protocol.quorum?.(replicas.length, faulty));
  const guilty = evidence.proofs().map((guilt) => ({
    replica: guilt.replica,
    honest: !twins.includes(guilt.replica),
    sentence: guiltSentence(guilt, result.facts),
  }));
  return { result, log, guilty, quorum };
}

const subjectOf = (
  { scenario, roster, failure }: Shrunk,
  { stabilization: { leaders } }: ScenarioContext,
): Subject => ({
  ...{ roster, rounds: scenario.rounds, guilty: failure.guilty },
  pinned: leaders === "honest" ? [] : leaders,
});

const transcriptOf = (
  run: RunConfig,
  { roster, rounds }: Subject,
  context: ScenarioContext,
): readonly string[] =>
  runCase(run, { ...context, roster, bugs: [], scenario: { id: notationOf(rounds), rounds } })
    .transcript;

/** What the first violated property says, or the crash. */
function claimOf(result: ScenarioResult, about: string): readonly string[] {
  const { ending } = result;
  if (ending.kind === "crashed") return [`${ending.node ?? "a property"} crashed: ${ending.error}`];
  const witness = witnessesOf(result).find(({ property }) => property === about);
  return (witness?.explanation ?? []).slice(0, 2).map((sentence) => `${about}: ${sentence}`);
}

function commitFact(branch: Branch, { log, result, quorum }: Observed): CommitFact {
  const { entry, nodes } = branch;
  const { facts } = result;
  const nameOf = (id: BlockId): string => blockName(facts.tree, id);
  const proof = proofOf(branch, log, facts);
  const commit = commitOf(branch, log);
  const direct = (commit && log.directly(commit)) ?? entry;
  return {
    nodes: [...nodes],
    block: nameOf(entry.id),
    round: entry.round,
    direct: { block: nameOf(direct.id), round: direct.round },
    certificates: proof.map((each) => certificateFact(each, result.facts, quorum)),
  };
}

const certificateFact = (
  { kind = "certificate", value, round, signers }: Certificate,
  { tree }: Facts,
  quorum: number,
): CertificateFact => ({
  kind,
  ...(value === null ? {} : { block: blockName(tree, value) }),
  round,
  signers: [...signers],
  small: new Set(signers).size < quorum,
});

/** So many blocks are looked at more closely. */
const MOST_BLOCKS = 3;

function witnessBlocks({ result, failure }: Shrunk): readonly BlockId[] {
  const verdict = result.verdicts.get(failure.about);
  return verdict?.status === "violated" ? verdict.witness.blocks.slice(0, MOST_BLOCKS) : [];
}

function certificatesFor(
  blocks: readonly BlockId[],
  { result, quorum }: Observed,
): readonly CertificateFact[] {
  const { tree } = result.facts;
  return blocks.flatMap((id) => {
    const block = tree.blocks.get(id);
    if (block === undefined) return [];
    return block.certificates.map((signers) => ({
      ...{ kind: "certificate", block: blockName(tree, id), round: block.round },
      ...{ signers: [...signers], small: new Set(signers).size < quorum },
    }));
  });
}
