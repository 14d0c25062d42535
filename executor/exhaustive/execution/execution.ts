/** A run with choice points, which can be compared, saved and restored. */
import { idealHasher, structuralSuite } from "../../../lib/crypto/structural.js";
import { canonicalText } from "../../../lib/explore/canonical.js";
import { judge } from "../../../lib/properties/judge.js";
import type { Judge, JudgeSnapshot } from "../../../lib/properties/judge.js";
import { invariant } from "../../../lib/protocol/assert.js";
import { SlotMemo } from "../../../lib/protocol/memos/slot-memo.js";
import type { Encodable } from "../../../lib/protocol/crypto.js";
import type { BlockGraph } from "../../../lib/protocol/explorable.js";
import type { BlockId, Millis, ReplicaId, Round } from "../../../lib/protocol/ids.js";
import type { ObservedEvent } from "../../../lib/protocol/judging/observed-event.js";
import type { RunSnapshot } from "../../../lib/simulation/snapshot.js";
import { Simulation } from "../../../lib/simulation/simulation.js";
import type { MemoryLedger } from "../../../lib/simulation/ledger.js";
import { setupRun } from "../../run/setup.js";
import type { RunSetup } from "../../run/setup.js";
import { topologyOf } from "../../run/world.js";
import type { Topology } from "../../run/world.js";
import { CandidateSets } from "./candidates.js";
import { Fingerprints } from "../state/fingerprints.js";
import { LiveState } from "../state/live-state.js";
import { CanonicalBlockIds } from "../state/canonical-ids.js";
import type { LiveFields } from "./live-fields.js";
import { allViolated } from "../outcome.js";
import type { RunEnding, RunOutcome } from "../outcome.js";
import { LruCache } from "./lru-cache.js";
import { judgedInfo } from "./judged-info.js";
import { LazyScenario } from "./lazy-scenario.js";
import type { Residual, LazyScenarioSnapshot } from "./lazy-scenario.js";
import type { SearchSpace } from "../search-space.js";
import { liveFieldsOf, wholeRunText } from "./whole-run.js";

/** Number of values whose digests and checks are cached. */
const MOST_CACHED = 100_000;

/** With more digests than this, an execution is replaced by a new one. */
const MOST_PREIMAGES = 300_000;

const ALL_LIVE: LiveFields = { senders: -1, leader: true, quorum: true };

/** A saved state of a run, its judge and its lazy scenario. */
export interface ExecutionSnapshot {
  readonly run: RunSnapshot<object, object>;
  readonly judge: JudgeSnapshot;
  readonly scenario: LazyScenarioSnapshot;
  readonly committed: boolean;
}

/** How, when, and after how many events a run ended. */
export interface EndedRun {
  readonly ending: RunEnding;
  readonly at: Millis;
  readonly events: number;
}

/** What is compared of a stopped run. */
export interface Comparison {
  readonly fingerprint: string;
  /** By round index: what is compared of the scenario's candidates. */
  readonly residuals: readonly Residual[];
}

/**
 * A run of a lazy scenario with its judge: it stops at choice points, and can be compared, saved
 * and restored.
 */
export class Execution {
  readonly scenario: LazyScenario;
  readonly #searchSpace: SearchSpace;
  readonly #topology: Topology;
  readonly #simulation: Simulation<object, object>;
  readonly #judge: Judge;
  /** Absent without reductions. */
  readonly #blockGraph: BlockGraph | undefined;
  readonly #ledgers: readonly MemoryLedger[];
  /** What digests were made of. */
  readonly #preimages = new Map<string, readonly Encodable[]>();
  /** The fingerprints of what ids stand for. */
  readonly #contentNames = new Map<string, string>();
  readonly #fingerprints: Fingerprints;
  /** Whether an honest node has committed a block of a scripted round. */
  #committed = false;

  constructor(searchSpace: SearchSpace) {
    const { run, configurations, rounds, isStatic, properties, view } = searchSpace;
    const { protocol, semantics } = run;
    const suite = structuralSuite(
      idealHasher((digest, fields) => void this.#preimages.set(digest, fields)),
    );
    this.#searchSpace = searchSpace;
    this.#fingerprints = new Fingerprints(searchSpace.sha256);
    this.#blockGraph = view?.blockGraph(suite, (digest) => this.#preimages.get(digest));
    this.#topology = topologyOf(run.roster, protocol);
    const readsQuorumless = properties.some(({ reads }) => reads?.includes("quorumless") === true);
    const options = {
      topology: this.#topology,
      protocol,
      semantics,
      rounds,
      isStatic,
      readsQuorumless,
      fingerprints: this.#fingerprints,
    };
    this.scenario = new LazyScenario(new CandidateSets(configurations), options);
    const setup = setupRun(
      this.#topology,
      { id: "", rounds: this.scenario.examples },
      { ...run, suite: () => suite, memo: () => new SlotMemo(new LruCache(MOST_CACHED)) },
    );
    this.#judge = judge(properties, judgedInfo(setup.runInfo, this.scenario));
    this.#ledgers = setup.nodes.map(({ ledger }) => ledger);
    this.#simulation = new Simulation<object, object>({
      ...setup,
      nodes: lazyLeaders(setup, this.scenario),
      protocol,
      limits: run.limits,
      judge: (observed) => {
        this.#note(observed);
      },
      choices: {
        mayThrow: () => this.scenario.mayThrow(),
        isResolved: (node, effect, at) => this.scenario.isResolved(node, effect, at),
      },
    });
  }

  /**
   * Runs to the end, or to the next stop. A run that has violated all that is judged by then has
   * ended.
   */
  advance(): EndedRun | undefined {
    const ended = this.#simulation.advance();
    if (this.#judge.isDecided) return { ending: "decided", at: this.now, events: this.events };
    return ended && { ending: ended.ending.kind, at: ended.at, events: ended.events };
  }

  /** The outcome of an ended run. */
  outcome({ ending, at }: EndedRun): RunOutcome {
    const names = this.#searchSpace.properties.map(({ name }) => name);
    if (ending === "decided") return allViolated(names);
    const statuses = this.#judge.statuses({ ending, at });
    return {
      ending: this.#judge.failure === undefined ? ending : "crashed",
      committed: this.#committed,
      stabilized: this.#judge.facts.entries.stableSince !== null,
      statuses: new Map(names.map((name, index) => [name, statuses[index] ?? "vacuous"])),
    };
  }

  /** Events handled so far. */
  get events(): number {
    return this.#simulation.events;
  }

  /** Virtual time. */
  get now(): Millis {
    return this.#simulation.now;
  }

  /** Whether the caches are so large that a new execution should continue. */
  get cacheIsFull(): boolean {
    return this.#preimages.size > MOST_PREIMAGES;
  }

  /** The fingerprint of a stopped run; prunes facts of its judge that can change no verdict. */
  compare(): Comparison {
    const live = this.#liveState();
    return live === undefined ? this.#compareWhole() : this.#compareLive(live);
  }

  /** Compares the whole run, without reductions. */
  #compareWhole(): Comparison {
    const residuals = this.#residualsAt(undefined);
    const whole = wholeRunText(
      {
        run: this.#simulation.save(),
        ledgers: this.#ledgers.map((ledger) => ledger.entries()),
        judge: this.#judge.save(),
      },
      (text) => this.#contentName(text),
    );
    const texts = residuals.map(({ text }) => text).join(",");
    const key = `${texts};${this.#committed ? "committed" : ""};${whole}`;
    return { fingerprint: this.#fingerprints.once(key), residuals };
  }

  /** The fingerprint of what an id stands for, at any depth; undefined for what is no id. */
  #contentName(text: string): string | undefined {
    const known = this.#contentNames.get(text);
    if (known !== undefined) return known;
    const content = contentOf(text, this.#preimages);
    if (content === undefined) return undefined;
    const name = this.#fingerprints.once(
      canonicalText(content, (inner) => this.#contentName(inner)),
    );
    this.#contentNames.set(text, name);
    return name;
  }

  #compareLive(live: LiveState): Comparison {
    const graph = this.#blockGraph;
    const { view, forgetsFacts } = this.#searchSpace;
    invariant(view !== undefined && graph !== undefined, "it says what can matter");
    const { now, votableBlocks } = live;
    const { signersMatter, syncsWholeChains } = view;
    const referenced = live.references(this.#judge.references(syncsWholeChains));
    const isMissing = (block: BlockId, round: Round): boolean => live.isMissing(block, round);
    const lastScripted = this.#searchSpace.rounds as Round;
    const sendableCertificates = live.sendableCertificates();
    const blocks = {
      ...{ referenced, votableBlocks, signersMatter, syncsWholeChains, lastScripted },
      ...{ sendableCertificates, isMissing, minLiveRound: live.minLiveRound },
    };
    const ids = new CanonicalBlockIds(blocks, graph);
    const { minVotableRound, minSignableRounds } = forgetsFacts ? live : live.noBounds;
    const bounds = { now, minVotableRound, minSignableRounds, ids };
    this.#judge.prune(bounds);
    const residuals = this.#residualsAt(live);
    const key = [
      ids.text,
      residuals.map(({ text }) => text).join(","),
      this.#committed ? "committed" : "",
      live.canonicalText(ids),
      this.#judge.key(bounds),
      this.#gaps(),
    ].join(";");
    return { fingerprint: this.#fingerprints.once(key), residuals };
  }

  /** By round index: what is compared of the scenario's candidates at a stop. */
  residuals(): readonly Residual[] {
    return this.#residualsAt(this.#liveState());
  }

  /** A snapshot of the run. It shares its parts with the execution until that is restored. */
  save(): ExecutionSnapshot {
    return {
      run: this.#simulation.save(),
      judge: this.#judge.save(),
      scenario: this.scenario.save(),
      committed: this.#committed,
    };
  }

  restore({ run, judge: verdicts, scenario, committed }: ExecutionSnapshot): void {
    this.scenario.restore(scenario);
    this.#judge.restore(verdicts);
    this.#committed = committed;
    this.#simulation.restore(run);
  }

  /** If commits can have gaps, the committed blocks below the base are compared, too. */
  #gaps(): string {
    if (this.#searchSpace.view?.commitsWithGaps !== true) return "";
    const ledgers = this.#ledgers.map((ledger) => ledger.entries().map(({ round }) => round));
    return ledgers.join(";");
  }

  /** Undefined without reductions. */
  #liveState(): LiveState | undefined {
    const { view, run } = this.#searchSpace;
    if (view === undefined || this.#blockGraph === undefined) return undefined;
    return new LiveState(this.#simulation.save(), {
      protocol: run.protocol,
      explorable: view,
      topology: this.#topology,
      graph: this.#blockGraph,
      reach: (round, index) => this.scenario.reach(round, index),
    });
  }

  /** Also retires the choices that no longer matter. */
  #residualsAt(live: LiveState | undefined): readonly Residual[] {
    return this.scenario.remaining.map((_, roundIndex) => {
      const residual = this.#residualAt(live, roundIndex);
      if (residual.isIrrelevant) this.scenario.retire(roundIndex);
      return residual;
    });
  }

  #residualAt(live: LiveState | undefined, roundIndex: number): Residual {
    if (this.#searchSpace.isStatic) return this.scenario.residualAt(roundIndex, ALL_LIVE);
    const round = (roundIndex + 1) as Round;
    const quorum = this.scenario.isQuorumlessLive(round);
    if (live === undefined) {
      const { protocol } = this.#searchSpace.run;
      const live = liveFieldsOf(this.#simulation.save(), round, protocol);
      return this.scenario.residualAt(roundIndex, { ...live, quorum });
    }
    return this.scenario.residualAt(roundIndex, {
      senders: live.senders(round),
      leader: live.isLeaderLive(round),
      quorum,
    });
  }

  #note(observed: ObservedEvent): void {
    this.#judge.observe(observed);
    if (observed.kind !== "committed" || !observed.node.honest) return;
    if (observed.entry.round <= this.#searchSpace.rounds) this.#committed = true;
  }
}

/** What a digest, or a structural signature, was made of. */
function contentOf(
  text: string,
  preimages: ReadonlyMap<string, readonly Encodable[]>,
): readonly Encodable[] | undefined {
  const fields = preimages.get(text);
  if (fields !== undefined) return [text.slice(0, text.lastIndexOf("#")), ...fields];
  const slash = text.lastIndexOf("/");
  const signed = text.slice(slash + 1);
  return slash > 0 && preimages.has(signed) ? [text.slice(0, slash), signed] : undefined;
}

/** The nodes of a run, whose leaders are read from the lazy scenario. Nothing is restored. */
function lazyLeaders({ nodes }: RunSetup, scenario: LazyScenario): RunSetup["nodes"] {
  return nodes.map((node) => {
    const { leaderOf: scripted } = node.context;
    const leaderOf = (round: Round): ReplicaId => {
      const leader = scenario.leaderOf(round) ?? scripted?.(round);
      invariant(leader !== undefined, "every round has a leader", { round });
      return leader;
    };
    return { ...node, context: { ...node.context, leaderOf, quiet: true } };
  });
}
