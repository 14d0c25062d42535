/** Gathers the facts of one run and asks each property for its verdict. */
import { clone } from "../explore/clone.js";
import { unreachable } from "../protocol/assert.js";
import type { CertificateDescription, Description } from "../protocol/description.js";
import type { BlockId } from "../protocol/ids.js";
import type { NodeInfo, Occurrence, Setting } from "../protocol/occurrence.js";
import { recordCertificate, recordProposal, recordVote } from "./block-tree.js";
import { noFacts, type Facts } from "./facts.js";
import { factsKey, forget } from "./forget.js";
import type { Outlook } from "./outlook.js";
import type { Handlers, Property, PropertyName, Run, RunEnd, Verdict } from "./property.js";
import { recordEntry } from "./round-entries.js";

/** A property with its own state, which nobody else looks into. */
interface Seat {
  readonly property: Property<unknown>;
  state: unknown;
  /** The verdict's status up to what was forgotten; null before anything was. */
  settled: Verdict["status"] | null;
}

/** What a judge knew at some moment. */
export interface SavedJudge {
  readonly facts: Facts;
  readonly seats: readonly Pick<Seat, "state" | "settled">[];
}

export type Verdicts = ReadonlyMap<PropertyName, Verdict>;

/**
 * Judges one run: gathers the facts, tells each property what it reads, and asks for verdicts.
 * `tell` is called for every occurrence of every run, so each kind has its list of readers ready.
 */
export class Judge {
  facts: Facts;
  private readonly seats: readonly Seat[];
  private readonly votes: readonly Seat[];
  private readonly timeouts: readonly Seat[];
  private readonly certificates: readonly Seat[];
  private readonly entries: readonly Seat[];
  private readonly commits: readonly Seat[];
  private run: Run;

  constructor(properties: readonly Property<unknown>[], setting: Setting) {
    this.facts = noFacts(setting);
    this.run = { setting, facts: this.facts };
    this.seats = properties.map((property) => ({
      property,
      state: property.init(setting),
      settled: null,
    }));
    this.votes = this.readersOf("vote");
    this.timeouts = this.readersOf("timeout");
    this.certificates = this.readersOf("certificate");
    this.entries = this.readersOf("entered");
    this.commits = this.readersOf("committed");
  }

  /** Takes note of what happened; to be called in the order in which it happens. */
  tell(occurrence: Occurrence): void {
    switch (occurrence.kind) {
      case "sent":
        this.tellMessage(occurrence.message, occurrence.node);
        return;
      case "certified":
        this.tellCertificate(occurrence.certificate);
        return;
      case "entered":
        if (occurrence.node.honest) recordEntry(this.facts.entries, occurrence, this.run.setting);
        for (const { property, state } of this.entries) {
          property.on.entered?.(state, occurrence, this.run);
        }
        return;
      case "committed":
        if (!occurrence.node.honest) return;
        for (const { property, state } of this.commits) {
          property.on.committed?.(state, occurrence, this.run);
        }
        return;
      default:
        unreachable(occurrence);
    }
  }

  /** What each property says of the run, in the order in which the properties were given. */
  verdicts(end: RunEnd): Verdicts {
    return new Map(
      this.seats.map(({ property, state }) => [
        property.name,
        property.verdict(state, this.run, end),
      ]),
    );
  }

  /** What each property says of the run, in one word, whatever was forgotten. */
  statuses(end: RunEnd): readonly Verdict["status"][] {
    return this.seats.map((seat) => later(seat.settled, () => statusOf(seat, this.run, end)));
  }

  /** Whether every property is violated, which nothing that is still to come can undo. */
  get isDecided(): boolean {
    return this.seats.every(
      (seat) =>
        seat.property.comparable.monotone &&
        later(seat.settled, () => statusOf(seat, this.run, UNFINISHED)) === "violated",
    );
  }

  /** Forgets what can change no verdict any more. Afterwards only `statuses` tells the verdicts. */
  forget(outlook: Outlook): void {
    const kept = new Set<BlockId>();
    for (const seat of this.seats) {
      const { property } = seat;
      if (!property.comparable.monotone || seat.settled === "violated") continue;
      seat.settled = later(seat.settled, () => statusOf(seat, this.run, UNFINISHED));
      const more = property.comparable.keeps?.(this.run) ?? [];
      for (const id of more) kept.add(id);
    }
    this.resume(forget(this.facts, this.run.setting, outlook, kept));
  }

  /** All that the judge knows, to be restored; it is the judge's own until then. */
  save(): SavedJudge {
    const seats = this.seats.map(({ state, settled }) => ({ state, settled }));
    return { facts: this.facts, seats };
  }

  /** Goes back to what was saved, any number of times. */
  restore(saved: SavedJudge): void {
    this.resume(clone(saved.facts));
    this.seats.forEach((seat, index) => {
      const { state, settled } = saved.seats[index] ?? { state: seat.state, settled: null };
      const { property } = seat;
      seat.settled = settled;
      seat.state = settled === "violated" ? property.init(this.run.setting) : clone(state);
    });
  }

  /** The blocks on which verdicts may still depend. */
  mentions(movesChains: boolean): BlockId[] {
    return this.seats.flatMap(({ property, state, settled }) =>
      settled === "violated"
        ? []
        : (property.comparable.mentions?.(state, this.run, movesChains) ?? []),
    );
  }

  /** All that can still change a verdict. Equal keys and equal futures give equal statuses. */
  key(outlook: Outlook): string {
    let key = factsKey(this.facts, this.run.setting, outlook);
    for (const { property, state, settled } of this.seats) {
      key += `|${settled ?? ""}`;
      if (settled === "violated") continue;
      key += `:${property.comparable.key(state, this.run, outlook)}`;
    }
    return key;
  }

  private resume(facts: Facts): void {
    this.facts = facts;
    this.run = { setting: this.run.setting, facts };
  }

  private tellMessage(message: Description, node: NodeInfo): void {
    for (const certificate of message.certificates) this.tellCertificate(certificate);
    if (message.kind === "proposal") recordProposal(this.facts.tree, message, node);
    if (!node.honest) return;
    if (message.kind === "vote") {
      if (!recordVote(this.facts.tree, message, node)) return;
      for (const { property, state } of this.votes) property.on.vote?.(state, message, node);
    } else if (message.kind === "timeout") {
      for (const { property, state } of this.timeouts) property.on.timeout?.(state, message, node);
    }
  }

  private tellCertificate(certificate: CertificateDescription): void {
    if (!recordCertificate(this.facts.tree, certificate)) return;
    for (const { property, state } of this.certificates) {
      property.on.certificate?.(state, certificate, this.run);
    }
  }

  private readersOf(kind: keyof Handlers<unknown>): readonly Seat[] {
    return this.seats.filter(({ property }) => property.on[kind] !== undefined);
  }
}

const UNFINISHED: RunEnd = { how: "inconclusive", at: 0 };

const statusOf = ({ property, state }: Seat, run: Run, end: RunEnd): Verdict["status"] =>
  property.verdict(state, run, end).status;

const ORDER: readonly Verdict["status"][] = ["vacuous", "held", "violated"];

/** The later of two statuses in the order in which a verdict turns. */
function later(
  settled: Verdict["status"] | null,
  status: () => Verdict["status"],
): Verdict["status"] {
  if (settled === "violated") return settled;
  const now = status();
  return settled !== null && ORDER.indexOf(settled) > ORDER.indexOf(now) ? settled : now;
}

/** Opens the judgement of one run. */
export const judge = (properties: readonly Property<unknown>[], setting: Setting): Judge =>
  new Judge(properties, setting);
