/** A run with choice points: it stops, is compared, and is taken back to where it was. */
import { idealHasher, structuralSuite } from "../../../lib/crypto/structural.js";
import { canonicalText } from "../../../lib/explore/canonical.js";
import { judge } from "../../../lib/properties/judge.js";
import type { Judge, JudgeSnapshot } from "../../../lib/properties/judge.js";
import { invariant } from "../../../lib/protocol/assert.js";
import type { Encodable } from "../../../lib/protocol/crypto.js";
import type { Lineage } from "../../../lib/protocol/explorable.js";
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
import { Moment } from "../state/moment.js";
import { BlockNaming } from "../state/naming.js";
import type { Inquiry } from "./relevance.js";
import { decided } from "../outcome.js";
import type { RunEnding, RunOutcome } from "../outcome.js";
import { RecentMap } from "./recent-map.js";
import { OpenScript } from "./script.js";
import type { Meaning, SavedScript } from "./script.js";
import type { Territory } from "../territory.js";
import { inquiryOf, wholeRunText } from "./whole-run.js";

/** So many values have their digests and checks remembered. */
const MOST_REMEMBERED = 100_000;

/** After so many digests a stage is worn. */
const MOST_REVEALED = 1_000_000;

const EVERYTHING: Inquiry = { senders: -1, leader: true, quorum: true };

/** A run with its judge at some moment. */
export interface SavedStage {
  readonly run: RunSnapshot<object, object>;
  readonly judge: JudgeSnapshot;
  readonly script: SavedScript;
  readonly committed: boolean;
}

/** A run that is over. */
export interface Over {
  readonly ending: RunEnding;
  readonly at: Millis;
  readonly events: number;
}

/** A run where it stopped: what it shares with all runs of the same future. */
export interface Comparison {
  readonly fingerprint: string;
  /** What the script's candidates still mean, place by place. */
  readonly meanings: readonly Meaning[];
}

/** A run under an open script, with its judge: it can be stopped, compared, and taken back. */
export class OpenStage {
  readonly script: OpenScript;
  readonly #territory: Territory;
  readonly #cast: Topology;
  readonly #simulation: Simulation<object, object>;
  readonly #judge: Judge;
  /** Absent where the protocol does not say what can matter. */
  readonly #lineage: Lineage | undefined;
  readonly #ledgers: readonly MemoryLedger[];
  /** What digests were made of. */
  readonly #revealed = new Map<string, readonly Encodable[]>();
  /** The fingerprints of what ids stand for. */
  readonly #contentNames = new Map<string, string>();
  readonly #fingerprints: Fingerprints;
  /** Whether an honest node has committed a block of a scripted round. */
  #committed = false;

  constructor(territory: Territory) {
    const { run, configurations, rounds, isStatic, properties, counted } = territory;
    const { protocol, semantics } = run;
    const suite = structuralSuite(
      idealHasher((digest, fields) => void this.#revealed.set(digest, fields)),
    );
    this.#territory = territory;
    this.#fingerprints = new Fingerprints(territory.sha256);
    this.#lineage = counted?.lineage(suite, (digest) => this.#revealed.get(digest));
    this.#cast = topologyOf(run.roster, protocol);
    const asksQuorumless = properties.some(({ reads }) => reads?.includes("quorumless") === true);
    const about = {
      cast: this.#cast,
      protocol,
      semantics,
      rounds,
      isStatic,
      asksQuorumless,
      fingerprints: this.#fingerprints,
    };
    this.script = new OpenScript(new CandidateSets(configurations), about);
    const stage = setupRun(
      this.#cast,
      { id: "", rounds: this.script.examples },
      { ...run, suite: () => suite, memo: () => new RecentMap<object, string>(MOST_REMEMBERED) },
    );
    this.#judge = judge(properties, stage.runInfo);
    this.#ledgers = stage.nodes.map(({ ledger }) => ledger);
    this.#simulation = new Simulation<object, object>({
      ...stage,
      nodes: openLeaders(stage, this.script),
      protocol,
      limits: run.limits,
      judge: (observed) => {
        this.#note(observed);
      },
      choices: {
        mayThrow: () => this.script.mayThrow(),
        isResolved: (node, effect, at) => this.script.isDecided(node, effect, at),
      },
    });
  }

  /**
   * Runs on: to the end, or until the run is to be compared, or a question is open. A run that has
   * violated all that is judged by then is over.
   */
  advance(): Over | undefined {
    const ended = this.#simulation.advance();
    if (this.#judge.isDecided) return { ending: "decided", at: this.now, events: this.events };
    return ended && { ending: ended.ending.kind, at: ended.at, events: ended.events };
  }

  /** What became of a run that is over. */
  outcome({ ending, at }: Over): RunOutcome {
    const names = this.#territory.properties.map(({ name }) => name);
    if (ending === "decided") return decided(names);
    const statuses = this.#judge.statuses({ ending, at });
    return {
      ending,
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

  /** Whether it remembers so much that another one should go on. */
  get isWorn(): boolean {
    return this.#revealed.size > MOST_REVEALED;
  }

  /** Compares a run that has stopped; its judge forgets what can change no verdict any more. */
  compare(): Comparison {
    const moment = this.#moment();
    return moment === undefined ? this.#compareWhole() : this.#compareLive(moment);
  }

  /** Compares it by all that it is. */
  #compareWhole(): Comparison {
    const meanings = this.#meaningsAt(undefined);
    const whole = wholeRunText(
      {
        run: this.#simulation.save(),
        ledgers: this.#ledgers.map((ledger) => ledger.entries()),
        judge: this.#judge.save(),
      },
      (text) => this.#contentName(text),
    );
    const residuals = meanings.map(({ text }) => text).join(",");
    const key = `${residuals};${this.#committed ? "committed" : ""};${whole}`;
    return { fingerprint: this.#fingerprints.once(key), meanings };
  }

  /** The fingerprint of what an id stands for, at any depth; undefined for what is no id. */
  #contentName(text: string): string | undefined {
    const known = this.#contentNames.get(text);
    if (known !== undefined) return known;
    const content = contentOf(text, this.#revealed);
    if (content === undefined) return undefined;
    const name = this.#fingerprints.once(
      canonicalText(content, (inner) => this.#contentName(inner)),
    );
    this.#contentNames.set(text, name);
    return name;
  }

  #compareLive(moment: Moment): Comparison {
    const lineage = this.#lineage;
    const { counted, forgetsFacts } = this.#territory;
    invariant(counted !== undefined && lineage !== undefined, "it says what can matter");
    const { now, open } = moment;
    const { readsSigners: signersMatter, movesChains } = counted;
    const mentioned = moment.mentions(this.#judge.references(movesChains));
    const isLacked = (block: BlockId, round: Round): boolean => moment.isLacked(block, round);
    const lastScripted = this.#territory.rounds as Round;
    const shown = moment.shown();
    const blocks = {
      ...{ mentioned, open, shown, signersMatter, movesChains, lastScripted, isLacked },
      active: moment.active,
    };
    const naming = new BlockNaming(blocks, lineage, this.#fingerprints);
    const { horizon: minVotableRound, floors: minSignableRounds } = forgetsFacts
      ? moment
      : moment.nothingRuledOut;
    const outlook = { now, minVotableRound, minSignableRounds, naming };
    this.#judge.prune(outlook);
    const meanings = this.#meaningsAt(moment);
    const key = [
      naming.place,
      meanings.map(({ text }) => text).join(","),
      this.#committed ? "committed" : "",
      moment.text(naming),
      this.#judge.key(outlook),
      this.#gaps(),
    ].join(";");
    return { fingerprint: this.#fingerprints.once(key), meanings };
  }

  /** What the script's candidates still mean, place by place, where a run has stopped. */
  meanings(): readonly Meaning[] {
    return this.#meaningsAt(this.#moment());
  }

  /** The run as it is; it shares its parts with the stage until that is restored. */
  save(): SavedStage {
    return {
      run: this.#simulation.save(),
      judge: this.#judge.save(),
      script: this.script.save(),
      committed: this.#committed,
    };
  }

  restore({ run, judge: verdicts, script, committed }: SavedStage): void {
    this.script.restore(script);
    this.#judge.restore(verdicts);
    this.#committed = committed;
    this.#simulation.restore(run);
  }

  /** Where blocks may be left out, what is below the base tells nodes apart, too. */
  #gaps(): string {
    if (this.#territory.counted?.leavesGaps !== true) return "";
    const ledgers = this.#ledgers.map((ledger) => ledger.entries().map(({ round }) => round));
    return ledgers.join(";");
  }

  /** Undefined where the protocol does not say what can matter. */
  #moment(): Moment | undefined {
    const { counted, run } = this.#territory;
    if (counted === undefined || this.#lineage === undefined) return undefined;
    return new Moment(this.#simulation.save(), {
      protocol: run.protocol,
      explorable: counted,
      cast: this.#cast,
      lineage: this.#lineage,
      reach: (round, index) => this.script.reach(round, index),
    });
  }

  /** Whatever nothing tells apart any more is settled by the way. */
  #meaningsAt(moment: Moment | undefined): readonly Meaning[] {
    return this.script.decided.map((_, place) => {
      const meaning = this.#meaningAt(moment, place);
      if (meaning.alike) this.script.settle(place);
      return meaning;
    });
  }

  #meaningAt(moment: Moment | undefined, place: number): Meaning {
    if (this.#territory.isStatic) return this.script.meaningAt(place, EVERYTHING);
    const round = (place + 1) as Round;
    const quorum = this.script.asksQuorum(round);
    if (moment === undefined) {
      const { protocol } = this.#territory.run;
      const asked = inquiryOf(this.#simulation.save(), round, protocol);
      return this.script.meaningAt(place, { ...asked, quorum });
    }
    return this.script.meaningAt(place, {
      senders: moment.senders(round),
      leader: moment.asksLeader(round),
      quorum,
    });
  }

  #note(observed: ObservedEvent): void {
    this.#judge.observe(observed);
    if (observed.kind !== "committed" || !observed.node.honest) return;
    if (observed.entry.round <= this.#territory.rounds) this.#committed = true;
  }
}

/** What a digest, or a structural signature, was made of. */
function contentOf(
  text: string,
  revealed: ReadonlyMap<string, readonly Encodable[]>,
): readonly Encodable[] | undefined {
  const fields = revealed.get(text);
  if (fields !== undefined) return [text.slice(0, text.lastIndexOf("#")), ...fields];
  const slash = text.lastIndexOf("/");
  const signed = text.slice(slash + 1);
  return slash > 0 && revealed.has(signed) ? [text.slice(0, slash), signed] : undefined;
}

/** The nodes of a stage, whose leaders are asked of the script. */
function openLeaders({ nodes }: RunSetup, script: OpenScript): RunSetup["nodes"] {
  return nodes.map((node) => {
    const { leaderOf: scripted } = node.context;
    const leaderOf = (round: Round): ReplicaId => {
      const leader = script.leaderOf(round) ?? scripted?.(round);
      invariant(leader !== undefined, "every round has a leader", { round });
      return leader;
    };
    return { ...node, context: { ...node.context, leaderOf } };
  });
}
