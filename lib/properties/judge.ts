/** Gathers the facts of one run and asks each property for its verdict. */
import { canonicalText } from "../explore/canonical.js";
import { clone } from "../explore/clone.js";
import { unreachable } from "../protocol/assert.js";
import type { Certificate, Description, Statement } from "../protocol/description.js";
import type { Facts } from "../protocol/judging/facts.js";
import type { BlockId } from "../protocol/ids.js";
import type {
  NodeInfo,
  ObservedEvent,
  OverdueMessage,
  RunInfo,
} from "../protocol/judging/observed-event.js";
import type { FutureBounds } from "../protocol/judging/state-comparison.js";
import type { ObservedRun } from "../protocol/judging/observed-run.js";
import { vacuous } from "../protocol/judging/property.js";
import type { Property, RunEnd, Stuck, Verdict } from "../protocol/judging/property.js";
import { recordCertificate, recordProposal, recordStatement } from "./block-tree.js";
import type { Bearer } from "./block-tree.js";
import { noFacts } from "./facts.js";
import { factsKey, pruneFacts } from "./prune.js";
import { readersOf } from "./readers.js";
import type { Readers } from "./readers.js";
import { recordEntry } from "./round-entries.js";

/** A property with its state in one run. */
interface MonitorState {
  readonly property: Property<unknown>;
  state: unknown;
  /** The status of the verdict when facts were last pruned; null if they never were. */
  earlierStatus: Verdict["status"] | null;
}

/** The state of a judge, to be restored later. */
export interface JudgeSnapshot {
  readonly facts: Facts;
  readonly monitors: readonly Pick<MonitorState, "state" | "earlierStatus">[];
}

/** The verdict of each property by its name, in the order in which the properties were given. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/**
 * Judges one run: gathers the facts, tells each property what it reads, and asks for verdicts.
 * `observe` is called for every event of every run, so each kind has its list of readers ready.
 */
export class Judge {
  /** What the run has shown so far. */
  facts: Facts;
  private readonly readers: Readers;
  private readonly monitors: readonly MonitorState[];
  private readonly messages: readonly MonitorState[];
  private readonly statements: readonly MonitorState[];
  private readonly certificates: readonly MonitorState[];
  private readonly entries: readonly MonitorState[];
  private readonly commits: readonly MonitorState[];
  private readonly halts: readonly MonitorState[];
  /** The certificates seen last: most messages show one of them again. */
  private readonly recent: (Certificate | undefined)[] = [
    undefined,
    undefined,
    undefined,
    undefined,
  ];
  private nextRecent = 0;
  private run: ObservedRun;

  constructor(readers: Readers, runInfo: RunInfo) {
    this.readers = readers;
    this.facts = noFacts(runInfo);
    this.run = { runInfo, facts: this.facts };
    const monitors = startedMonitors(readers.properties, runInfo);
    this.monitors = monitors;
    this.messages = chosen(monitors, readers.messages);
    this.statements = chosen(monitors, readers.statements);
    this.certificates = chosen(monitors, readers.certificates);
    this.entries = chosen(monitors, readers.entries);
    this.commits = chosen(monitors, readers.commits);
    this.halts = chosen(monitors, readers.halts);
  }

  /** Takes note of what happened; to be called in the order in which it happens. */
  observe(observed: ObservedEvent): void {
    switch (observed.kind) {
      case "sent":
        this.observeMessage(observed.message, observed.node);
        return;
      case "certified":
        this.observeCertificate(observed.certificate);
        return;
      case "entered":
        if (observed.node.honest) recordEntry(this.facts.entries, observed, this.run.runInfo);
        for (const { property, state } of this.entries) {
          property.on.entered?.(state, observed, this.run);
        }
        return;
      case "committed":
        if (!observed.node.honest) return;
        for (const { property, state } of this.commits) {
          property.on.committed?.(state, observed, this.run);
        }
        return;
      case "halted":
        if (!observed.node.honest) return;
        for (const { property, state } of this.halts) {
          property.on.halted?.(state, observed.node, this.run);
        }
        return;
      case "stuck":
        this.observeStuck(observed);
        return;
      case "overdue":
        this.facts.overdue ??= observed.overdue;
        return;
      default:
        unreachable(observed);
    }
  }

  /** What each property says of the run, in the order in which the properties were given. */
  verdicts(end: RunEnd): Verdicts {
    const verdicts = new Map<string, Verdict>();
    for (const { property, state } of this.monitors) {
      const verdict = this.exemption(property) ?? property.verdict(state, this.run, end);
      verdicts.set(property.name, verdict);
    }
    return verdicts;
  }

  /** Why a property of the user failed, after verdicts; undefined if none did. */
  get failure(): string | undefined {
    for (const { property, state } of this.monitors) {
      const failure = property.failure?.(state) ?? undefined;
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /** What each property says of the run, in one word, whatever was forgotten. */
  statuses(end: RunEnd): readonly Verdict["status"][] {
    return this.monitors.map((monitor) =>
      this.exemption(monitor.property) === undefined
        ? later(monitor.earlierStatus, () => statusOf(monitor, this.run, end))
        : "vacuous",
    );
  }

  /** Whether every property is violated, which nothing that is still to come can undo. */
  get isDecided(): boolean {
    if (this.run.runInfo.assumes !== undefined) return false;
    return this.monitors.every(
      (monitor) =>
        monitor.property.comparison?.monotone === true &&
        later(monitor.earlierStatus, () => statusOf(monitor, this.run, UNFINISHED)) === "violated",
    );
  }

  /**
   * Prunes the facts that can change no verdict any more. Afterwards only `statuses` tells the
   * verdicts.
   */
  prune(bounds: FutureBounds): void {
    if (this.readers.needsAll) return;
    const kept = new Set<BlockId>();
    for (const monitor of this.monitors) {
      const { property } = monitor;
      if (property.comparison?.monotone !== true || monitor.earlierStatus === "violated") continue;
      monitor.earlierStatus = later(monitor.earlierStatus, () =>
        statusOf(monitor, this.run, UNFINISHED),
      );
      const more = property.comparison.retains?.(this.run) ?? [];
      for (const id of more) kept.add(id);
    }
    this.resume(pruneFacts(this.facts, this.run.runInfo, bounds, kept));
  }

  /**
   * All that the judge knows, to be restored; it is the judge's own until then.
   *
   * @hidden
   */
  save(): JudgeSnapshot {
    const monitors = this.monitors.map(({ state, earlierStatus }) => ({ state, earlierStatus }));
    return { facts: this.facts, monitors };
  }

  /**
   * Goes back to what was saved, any number of times.
   *
   * @hidden
   */
  restore(snapshot: JudgeSnapshot): void {
    this.resume(clone(snapshot.facts));
    this.monitors.forEach((monitor, index) => {
      const { state, earlierStatus } = snapshot.monitors[index] ?? {
        state: monitor.state,
        earlierStatus: null,
      };
      const { property } = monitor;
      monitor.earlierStatus = earlierStatus;
      monitor.state = earlierStatus === "violated" ? property.init(this.run.runInfo) : clone(state);
    });
  }

  /** The blocks on which verdicts may still depend. */
  references(syncsWholeChains: boolean): BlockId[] {
    return this.monitors.flatMap(({ property, state, earlierStatus }) =>
      earlierStatus === "violated"
        ? []
        : (property.comparison?.references?.(state, this.run, syncsWholeChains) ?? []),
    );
  }

  /** All that can still change a verdict. Equal keys and equal futures give equal statuses. */
  key(bounds: FutureBounds): string {
    let key = this.readers.needsAll
      ? canonicalText(this.facts)
      : factsKey(this.facts, this.run.runInfo, bounds);
    for (const { property, state, earlierStatus } of this.monitors) {
      key += `|${earlierStatus ?? ""}`;
      if (earlierStatus === "violated") continue;
      const { comparison } = property;
      key += `:${comparison?.key(state, this.run, bounds) ?? canonicalText(state)}`;
    }
    return key;
  }

  /** The verdict where the network broke what the protocol assumes of it. */
  private exemption({ anyNetwork = false }: Property<unknown>): Verdict | undefined {
    const { overdue } = this.facts;
    return overdue === null || anyNetwork ? undefined : vacuous(withoutSynchrony(overdue));
  }

  private resume(facts: Facts): void {
    this.facts = facts;
    this.recent.fill(undefined);
    this.run = { runInfo: this.run.runInfo, facts };
  }

  private observeStuck(stuck: Stuck): void {
    if (!stuck.node.honest) return;
    for (const { property, state } of this.monitors) property.on.stuck?.(state, stuck, this.run);
  }

  private observeMessage(message: Description, node: NodeInfo): void {
    const { shows, block, signs, type } = message;
    const { proposals } = this.readers;
    if (shows !== undefined) for (const each of shows) this.observeCertificate(each);
    const proposes = proposals === undefined || proposals.has(type);
    if (proposes && block !== undefined) recordProposal(this.facts.tree, block, node);
    for (const { property, state } of this.messages) {
      property.on.sent?.(state, message, node, this.run);
    }
    if (!node.honest || signs === undefined) return;
    for (const statement of signs) this.observeStatement(statement, { message, proposes }, node);
  }

  private observeStatement(statement: Statement, bearer: Bearer, node: NodeInfo): void {
    if (!recordStatement(this.facts.tree, statement, node, bearer)) return;
    for (const { property, state } of this.statements) {
      property.on.signed?.(state, statement, bearer.message, node);
    }
  }

  private observeCertificate(certificate: Certificate): void {
    const { recent } = this;
    for (const each of recent) if (each === certificate) return;
    recent[this.nextRecent] = certificate;
    this.nextRecent = (this.nextRecent + 1) % recent.length;
    if (!recordCertificate(this.facts.tree, certificate)) return;
    for (const { property, state } of this.certificates) {
      property.on.certificate?.(state, certificate, this.run);
    }
  }
}

/** The properties before a run, at their places. */
function startedMonitors(
  properties: readonly Property<unknown>[],
  runInfo: RunInfo,
): readonly MonitorState[] {
  const monitors: MonitorState[] = [];
  for (const property of properties) {
    monitors.push({ property, state: property.init(runInfo), earlierStatus: null });
  }
  return monitors;
}

/** The monitors at these places. */
function chosen(
  monitors: readonly MonitorState[],
  places: readonly number[],
): readonly MonitorState[] {
  const found: MonitorState[] = [];
  for (const place of places) {
    const monitor = monitors[place];
    if (monitor !== undefined) found.push(monitor);
  }
  return found;
}

const withoutSynchrony = ({ type, round, from, to, fate }: OverdueMessage): string =>
  `no synchrony: the ${type} of round ${round} from ${from} to ${to} ${fate}`;

const UNFINISHED: RunEnd = { ending: "inconclusive", at: 0 };

const statusOf = (
  { property, state }: MonitorState,
  run: ObservedRun,
  end: RunEnd,
): Verdict["status"] => property.verdict(state, run, end).status;

const ORDER: readonly Verdict["status"][] = ["vacuous", "held", "violated"];

/** The later of two statuses in the order in which a verdict turns. */
function later(
  earlierStatus: Verdict["status"] | null,
  status: () => Verdict["status"],
): Verdict["status"] {
  if (earlierStatus === "violated") return earlierStatus;
  const now = status();
  return earlierStatus !== null && ORDER.indexOf(earlierStatus) > ORDER.indexOf(now)
    ? earlierStatus
    : now;
}

/** Opens the judgement of one run. */
export const judge = (properties: readonly Property<unknown>[], runInfo: RunInfo): Judge =>
  new Judge(readersOf(properties, runInfo.messageTypes), runInfo);
