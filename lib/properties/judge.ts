import { unreachable } from "../protocol/assert.js";
import type { CertificateDescription, Description } from "../protocol/description.js";
import type { NodeInfo, Occurrence, Setting } from "../protocol/occurrence.js";
import { recordCertificate, recordProposal, recordVote } from "./block-tree.js";
import { noFacts, type Facts } from "./facts.js";
import type { Handlers, Property, PropertyName, Run, RunEnd, Verdict } from "./property.js";
import { recordEntry } from "./round-entries.js";

/** A property with its own state, which nobody else looks into. */
interface Seat {
  readonly property: Property<unknown>;
  readonly state: unknown;
}

export type Verdicts = ReadonlyMap<PropertyName, Verdict>;

/**
 * Judges one run: gathers the facts, tells each property what it reads, and asks for verdicts.
 * `tell` is called for every occurrence of every run, so each kind has its list of readers ready.
 */
export class Judge {
  readonly facts: Facts;
  private readonly seats: readonly Seat[];
  private readonly votes: readonly Seat[];
  private readonly timeouts: readonly Seat[];
  private readonly certificates: readonly Seat[];
  private readonly entries: readonly Seat[];
  private readonly commits: readonly Seat[];
  private readonly run: Run;

  constructor(properties: readonly Property<unknown>[], setting: Setting) {
    this.facts = noFacts(setting);
    this.run = { setting, facts: this.facts };
    this.seats = properties.map((property) => ({ property, state: property.init(setting) }));
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

/** Opens the judgement of one run. */
export const judge = (properties: readonly Property<unknown>[], setting: Setting): Judge =>
  new Judge(properties, setting);
