import { idealHasher, structuralSuite } from "../../lib/crypto/structural.js";
import { judge } from "../../lib/properties/judge.js";
import type { Judge, SavedJudge } from "../../lib/properties/judge.js";
import { invariant } from "../../lib/protocol/assert.js";
import type { Encodable } from "../../lib/protocol/crypto.js";
import type { Lineage } from "../../lib/protocol/explorable.js";
import type { BlockId, ReplicaId, Round } from "../../lib/protocol/ids.js";
import type { ProtocolMessage } from "../../lib/protocol/message.js";
import type { Occurrence } from "../../lib/protocol/occurrence.js";
import type { SavedRun } from "../../lib/simulation/saved.js";
import { Simulation } from "../../lib/simulation/simulation.js";
import type { Outcome } from "../../lib/simulation/world.js";
import { castOf, stageOf } from "../world.js";
import type { Cast, Stage } from "../world.js";
import { CandidateSets } from "./candidates.js";
import { Interner } from "./interner.js";
import { Moment } from "./moment.js";
import { BlockNaming } from "./naming.js";
import type { Inquiry } from "./relevance.js";
import type { RunOutcome } from "./outcome.js";
import { RecentMemo } from "./recent-memo.js";
import { OpenScript } from "./script.js";
import type { Meaning, SavedScript } from "./script.js";
import type { Territory } from "./territory.js";

/** So many values have their digests and checks remembered. */
const MOST_REMEMBERED = 100_000;

const EVERYTHING: Inquiry = { senders: -1, leader: true, quorum: true };

/** A run with its judge at some moment. */
export interface SavedStage {
  readonly run: SavedRun<object, ProtocolMessage>;
  readonly judge: SavedJudge;
  readonly script: SavedScript;
  readonly committed: boolean;
}

/** A run where it stopped, and the key that it shares with all runs of the same future. */
export interface Comparison {
  readonly moment: Moment;
  readonly key: string;
  /** What the script's candidates still mean, place by place. */
  readonly meanings: readonly Meaning[];
}

/** A run under an open script, with its judge: it can be stopped, compared, and taken back. */
export class OpenStage {
  readonly script: OpenScript;
  readonly #territory: Territory;
  readonly #cast: Cast;
  readonly #simulation: Simulation<object, ProtocolMessage>;
  readonly #judge: Judge;
  readonly #lineage: Lineage;
  readonly #interner = new Interner();
  /** Whether an honest node has committed a block of a scripted round. */
  #committed = false;

  constructor(territory: Territory) {
    const { run, configurations, rounds, isStatic, properties } = territory;
    const { protocol, semantics } = run;
    const explorable = explorationOf(territory);
    const revealed = new Map<string, readonly Encodable[]>();
    const suite = structuralSuite(
      idealHasher((digest, fields) => void revealed.set(digest, fields)),
    );
    const lineage = explorable.lineage(suite, (digest) => revealed.get(digest));
    this.#territory = territory;
    this.#lineage = lineage;
    this.#cast = castOf(run.roster);
    const asksQuorumless = properties.some(({ name }) => name === "quorumless-progress");
    const about = { cast: this.#cast, protocol, semantics, rounds, isStatic, asksQuorumless, interner: this.#interner };
    this.script = new OpenScript(new CandidateSets(configurations), about);
    const stage = stageOf(
      this.#cast,
      { id: "", rounds: this.script.examples },
      { ...run, suite: () => suite, memo: () => new RecentMemo(MOST_REMEMBERED) },
    );
    this.#judge = judge(properties, stage.setting);
    this.#simulation = new Simulation<object, ProtocolMessage>({
      ...stage,
      nodes: openLeaders(stage, this.script),
      protocol,
      limits: run.limits,
      judge: (occurrence) => {
        this.#note(occurrence);
      },
      explored: {
        fork: (state) => explorable.fork(state),
        mayThrow: () => this.script.mayThrow(),
        isDecided: (node, effect, at) => this.script.isDecided(node, effect, at),
      },
    });
  }

  /** Runs on: to the end, or until the run is to be compared, or a question is open. */
  advance(): Outcome | undefined {
    return this.#simulation.advance();
  }

  /** What became of a run that has ended. */
  outcome({ ending, at, events }: Outcome): RunOutcome {
    const statuses = this.#judge.statuses({ how: ending.kind, at });
    const names = this.#territory.properties.map(({ name }) => name);
    return {
      ...{ ending: ending.kind, at, events },
      committed: this.#committed,
      stabilized: this.#judge.facts.entries.stableSince !== null,
      statuses: new Map(names.map((name, index) => [name, statuses[index] ?? "vacuous"])),
    };
  }

  /** What a run was that has stopped; its judge forgets what can change no verdict any more. */
  compare(): Comparison & { readonly saved: SavedStage } {
    const run = this.#simulation.save();
    const { validators } = this.#cast;
    const moment = new Moment(run, this.#territory.run.protocol, validators);
    const { horizon, floors, now, open } = moment;
    const mentioned = [...moment.mentions(), ...this.#judge.mentions(horizon)];
    const isLacked = (block: BlockId, round: Round): boolean => moment.isLacked(block, round);
    const naming = new BlockNaming({ mentioned, open, isLacked }, this.#lineage, this.#interner);
    const outlook = { now, horizon, floors, naming };
    this.#judge.forget(outlook);
    const meanings = this.script.decided.map((_, place) => this.#meaningAt(moment, place));
    const key = [
      naming.place,
      meanings.map(({ text }) => text).join(","),
      this.#committed ? "committed" : "",
      moment.key(naming, this.#interner),
      this.#interner.number(this.#judge.key(outlook)),
    ].join(";");
    const script = this.script.save();
    const saved = { run, judge: this.#judge.save(), script, committed: this.#committed };
    return { moment, key, saved, meanings };
  }

  restore({ run, judge: verdicts, script, committed }: SavedStage): void {
    const explorable = explorationOf(this.#territory);
    this.script.restore(script);
    this.#judge.restore(verdicts);
    this.#committed = committed;
    this.#simulation.restore(run, (state) => explorable.fork(state));
  }

  #meaningAt(moment: Moment, place: number): Meaning {
    if (this.#territory.isStatic) return this.script.meaningAt(place, EVERYTHING);
    const round = (place + 1) as Round;
    return this.script.meaningAt(place, {
      senders: moment.senders(round),
      leader: moment.asksLeader(round),
      quorum: !this.script.isExamined(round),
    });
  }

  #note(occurrence: Occurrence): void {
    this.#judge.tell(occurrence);
    if (occurrence.kind !== "committed" || !occurrence.node.honest) return;
    if (occurrence.entry.round <= this.#territory.rounds) this.#committed = true;
  }
}

function explorationOf({ run }: Territory) {
  const { exploration } = run.protocol;
  invariant(exploration !== undefined, "a territory's protocol can be explored");
  return exploration;
}

/** The nodes of a stage, whose leaders are asked of the script. */
function openLeaders({ nodes }: Stage, script: OpenScript): Stage["nodes"] {
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
