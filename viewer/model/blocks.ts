/** The tree of blocks of a run: who proposed, certified and committed which, and where it forks. */
import type { CertificateTrace } from "../../executor/run/trace-format.js";
import type { Run, Step } from "./run.js";

/** A certificate of a block, or what was seen of one. */
export interface BlockCertificate {
  readonly kind: string;
  readonly signers: readonly string[];
}

/** A block, by its name. */
export interface Block {
  readonly name: string;
  /** The name of its parent, if a message tells. */
  parent?: string | undefined;
  round: number;
  /** The node that first sent a message with it. */
  proposer?: string | undefined;
  /** Numbers of the steps in which it was first sent, certified and committed. */
  proposedIn?: number | undefined;
  /** Each distinct one, in the order of the run. */
  readonly certificates: BlockCertificate[];
  /** The nodes that committed it, in the order of the run. */
  readonly committedBy: { readonly node: string; readonly step: number }[];
  /** The slot of its commit, where the protocol has slots. */
  slot?: string | undefined;
}

/** The blocks of a run. */
export interface BlockTree {
  readonly blocks: ReadonlyMap<string, Block>;
  /** Blocks without a known parent, in the order of the run. */
  readonly roots: readonly string[];
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Pairs of committed blocks of which no node may commit both. */
  readonly conflicts: readonly (readonly [string, string])[];
  /** Committed blocks that conflict with another one. */
  readonly forked: ReadonlySet<string>;
}

/** The tree of the blocks of a run. Only commits of honest nodes count for conflicts. */
export function blockTree(run: Run): BlockTree {
  const blocks = new Blocks();
  for (const step of run.steps) blocks.see(step);
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  for (const { name, parent } of blocks.all.values()) {
    if (parent === undefined || !blocks.all.has(parent)) roots.push(name);
    else children.set(parent, [...(children.get(parent) ?? []), name]);
  }
  const honest = new Set(run.lanes.filter((lane) => lane.honest).map(({ node }) => node));
  const conflicts = conflictsIn(blocks.all, honest);
  return { blocks: blocks.all, roots, children, conflicts, forked: new Set(conflicts.flat()) };
}

/** Collects blocks. */
class Blocks {
  readonly all = new Map<string, Block>();
  readonly #seen = new Set<object>();

  see({ index, node, parts }: Step): void {
    for (const part of parts) {
      if (part.kind === "sent") {
        const { message } = part;
        if (this.#seen.size === this.#seen.add(message).size) continue;
        for (const each of message.certificates) this.#certify(each);
        if (message.block === undefined) continue;
        if (message.parent !== undefined) this.#block(message.parent, 0);
        const block = this.#block(message.block, message.round);
        block.parent ??= message.parent;
        if (block.proposedIn !== undefined) continue;
        block.proposedIn = index;
        block.proposer = node;
        block.round = message.round;
      } else if (part.action.event === "certify") this.#certify(part.action.certificate);
      else if (part.action.event === "commit") {
        const { block: name, round, slot } = part.action;
        const block = this.#block(name, round);
        block.round = round;
        block.slot ??= slot;
        block.committedBy.push({ node, step: index });
      }
    }
  }

  #certify({ block: name, kind, round, signers }: CertificateTrace): void {
    if (name === undefined) return;
    const { certificates } = this.#block(name, round);
    const key = JSON.stringify([kind, signers]);
    const isKnown = certificates.some((each) => JSON.stringify([each.kind, each.signers]) === key);
    if (!isKnown && signers.length > 0) certificates.push({ kind, signers });
  }

  #block(name: string, round: number): Block {
    const known = this.all.get(name);
    if (known !== undefined) return known;
    const block: Block = { name, round, certificates: [], committedBy: [] };
    this.all.set(name, block);
    return block;
  }
}

/** Commits of different branches of the tree, or of one slot: the lowest pair of each branch. */
function conflictsIn(
  blocks: ReadonlyMap<string, Block>,
  honest: ReadonlySet<string>,
): readonly (readonly [string, string])[] {
  const committed = [...blocks.values()].filter(({ committedBy }) =>
    committedBy.some(({ node }) => honest.has(node)),
  );
  const bySlot = committed.flatMap((a, index) =>
    committed
      .slice(index + 1)
      .filter((b) => a.slot !== undefined && a.slot === b.slot)
      .map((b): [string, string] => [a.name, b.name]),
  );
  const siblings = new Map<string, string[]>();
  for (const { name, parent, slot } of committed) {
    if (parent === undefined || slot !== undefined) continue;
    siblings.set(parent, [...(siblings.get(parent) ?? []), name]);
  }
  const byParent = [...siblings.values()].flatMap(([first, ...others]) =>
    others.flatMap((other): [string, string][] => (first === undefined ? [] : [[first, other]])),
  );
  return [...bySlot, ...byParent];
}
