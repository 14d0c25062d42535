/** Builds the tree of blocks from messages and certificates. */
import type { BlockHeader, Certificate, Description, Statement } from "../protocol/description.js";
import type { Ballot, BlockFacts, BlockTree, NilFacts } from "../protocol/judging/facts.js";
import { GENESIS_ROUND, type BlockId, type Round } from "../protocol/ids.js";
import type { NodeInfo, RunInfo } from "../protocol/judging/observed-event.js";
import { leastHonestVotes } from "../protocol/validators.js";
import { isSamePlain } from "../explore/same-plain.js";

/** Whether a certificate was seen, whatever its size. */
export const isCertified = ({ certificates }: Pick<Ballot, "certificates">): boolean =>
  certificates.length > 0;

/**
 * Whether so many honest nodes voted for the block that f Byzantine votes could have certified it
 * ({@link leastHonestVotes}).
 */
export const mayBeCertified = ({ honestVoters }: BlockFacts, { validators }: RunInfo): boolean =>
  honestVoters.length >= leastHonestVotes(validators);

export const emptyTree = (): BlockTree => ({
  blocks: new Map(),
  rounds: new Map(),
  nils: new Map(),
});

/** Where a block stands, as far as somebody has told. */
interface Place {
  readonly round: Round;
  readonly parent?: BlockId;
  readonly parentRound?: Round;
}

function place(tree: BlockTree, id: BlockId, at: Place): BlockFacts {
  const known = tree.blocks.get(id);
  if (known !== undefined && (known.parent !== null || at.parent === undefined)) return known;
  const { parent = null, parentRound = null } = at;
  if (known !== undefined) {
    known.parent = parent;
    known.parentRound = parentRound;
    return known;
  }
  const block: BlockFacts = {
    id,
    round: at.round,
    parent,
    parentRound,
    proposer: null,
    ordinal: 0,
    honestVoters: [],
    certificates: [],
    ballots: [],
  };
  tree.blocks.set(id, block);
  const sameRound = tree.rounds.get(at.round);
  if (sameRound === undefined) tree.rounds.set(at.round, [id]);
  else sameRound.push(id);
  return block;
}

export function recordProposal(tree: BlockTree, header: BlockHeader, proposer: NodeInfo): void {
  const block = place(tree, header.id, header);
  if (block.proposer !== null) return;
  let ordinal = 1;
  for (const id of blocksOf(tree, block.round)) {
    if (tree.blocks.get(id)?.proposer === proposer.id) ordinal++;
  }
  block.proposer = proposer.id;
  block.ordinal = ordinal;
}

/** What bears a statement: a message, and whether it proposes its block. */
export interface Bearer {
  readonly message: Description;
  readonly proposes: boolean;
}

/** Records an honest node's statement; whether it was news. */
export function recordStatement(
  tree: BlockTree,
  { slot, value }: Statement,
  signer: NodeInfo,
  { message, proposes }: Bearer,
): boolean {
  if (value === null) return addSigner(nilOf(tree, slot, message.round), signer);
  const { block: header } = message;
  const block = place(tree, value, header?.id === value ? header : { round: message.round });
  if (!addSigner(ballotOf(block, slot, message.round), signer)) return false;
  const { honestVoters } = block;
  if (!proposes && !honestVoters.includes(signer.id)) honestVoters.push(signer.id);
  return true;
}

/** Adds an honest signer; whether it was news. */
function addSigner({ honestSigners }: Ballot, { id }: NodeInfo): boolean {
  if (honestSigners.includes(id)) return false;
  honestSigners.push(id);
  return true;
}

/** What was said of nil in a slot, which is nothing at first. */
function nilOf(tree: BlockTree, slot: string, round: Round): NilFacts {
  let nil = tree.nils.get(slot);
  if (nil === undefined) {
    nil = { slot, round, honestSigners: [], certificates: [], details: [] };
    tree.nils.set(slot, nil);
  }
  return nil;
}

/** The ballot of a slot. A block has one, or as many as there are phases in which it is signed. */
function ballotOf({ ballots }: BlockFacts, slot: string, round: Round): Ballot {
  for (const ballot of ballots) if (ballot.slot === slot) return ballot;
  const ballot: Ballot = { slot, round, honestSigners: [], certificates: [] };
  ballots.push(ballot);
  return ballot;
}

/** Records a certificate; whether it was news. That of genesis, known to all, never is. */
export function recordCertificate(tree: BlockTree, certificate: Certificate): boolean {
  const { round } = certificate;
  if (round === GENESIS_ROUND) return false;
  const { value, slot, signers } = certificate;
  if (value === null) return recordNilCertificate(tree, certificate);
  const block = place(tree, value, certificate);
  const ballot = ballotOf(block, slot, round);
  if (hasList(ballot.certificates, signers)) return false;
  ballot.certificates.push(signers);
  block.certificates.push(signers);
  return true;
}

function recordNilCertificate(tree: BlockTree, certificate: Certificate): boolean {
  const { slot, signers, round } = certificate;
  const { certificates, details } = nilOf(tree, slot, round);
  for (let index = 0; index < certificates.length; index++) {
    const known = certificates[index];
    if (known === signers) return false;
    if (known === undefined || !sameList(known, signers)) continue;
    if (isSamePlain(details[index], certificate.details)) return false;
  }
  certificates.push(signers);
  details.push(certificate.details);
  return true;
}

function hasList<T>(lists: readonly (readonly T[])[], list: readonly T[]): boolean {
  for (const known of lists) if (sameList(known, list)) return true;
  return false;
}

/** Messages share their certificates, so that the lists are most often the very same. */
function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** The blocks of a round, by first appearance. */
export const blocksOf = (tree: BlockTree, round: Round): readonly BlockId[] =>
  tree.rounds.get(round) ?? [];

/**
 * Whether `ancestor` is `block` or above it on its branch. Rounds fall on the way to genesis, so
 * the walk ends at the ancestor's round; at a block never seen, nothing more is known: false.
 */
export function descends(tree: BlockTree, block: BlockFacts, ancestor: BlockFacts): boolean {
  let at = block;
  while (at.round > ancestor.round) {
    const parent = at.parent === null ? undefined : tree.blocks.get(at.parent);
    if (parent === undefined || parent.round >= at.round) return false;
    at = parent;
  }
  return at.id === ancestor.id;
}
