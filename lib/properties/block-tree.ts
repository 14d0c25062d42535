/** Builds the tree of blocks from messages and certificates. */
import type { BlockHeader, Certificate, Description, Statement } from "../protocol/description.js";
import type { Ballot, BlockFacts, BlockTree, NilFacts } from "../protocol/judging/facts.js";
import {
  GENESIS_ROUND,
  type BlockId,
  type NodeId,
  type ReplicaId,
  type Round,
} from "../protocol/ids.js";
import type { NodeInfo, RunInfo } from "../protocol/judging/observed-event.js";
import { canonicalText } from "../explore/canonical.js";
import { leastHonestVotes } from "../protocol/validators.js";

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
    const block = { ...known, parent, parentRound };
    tree.blocks.set(id, block);
    return block;
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
  tree.blocks.set(block.id, { ...block, proposer: proposer.id, ordinal });
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
  if (value === null) return recordNil(tree, slot, signer, message.round);
  const { block: header } = message;
  const block = place(tree, value, header?.id === value ? header : { round: message.round });
  const { honestVoters } = block;
  const ballot = ballotOf(block.ballots, slot);
  if (ballot?.honestSigners.includes(signer.id) === true) return false;
  const next = signedBy(ballot ?? emptyBallot(slot, message.round), signer);
  const isVoter = proposes || honestVoters.includes(signer.id);
  const voters = isVoter ? honestVoters : withOne(honestVoters, next.honestSigners);
  tree.blocks.set(value, withVotes(block, voters, replaced(block.ballots, next)));
  return true;
}

/** The same block with other votes: written out, since it is made for every vote of every run. */
const withVotes = (
  { id, round, parent, parentRound, proposer, ordinal, certificates }: BlockFacts,
  honestVoters: readonly NodeId[],
  ballots: readonly Ballot[],
): BlockFacts => ({
  id,
  round,
  parent,
  parentRound,
  proposer,
  ordinal,
  honestVoters,
  certificates,
  ballots,
});

/** The voters with the last signer: the signers' own list where it is the same, as mostly. */
function withOne(voters: readonly NodeId[], signers: readonly NodeId[]): readonly NodeId[] {
  if (voters.length + 1 !== signers.length) return [...voters, ...signers.slice(-1)];
  for (let at = 0; at < voters.length; at++) {
    if (voters[at] !== signers[at]) return [...voters, ...signers.slice(-1)];
  }
  return signers;
}

function recordNil(tree: BlockTree, slot: string, signer: NodeInfo, round: Round): boolean {
  const nil = tree.nils.get(slot) ?? noNils(slot, round);
  if (nil.honestSigners.includes(signer.id)) return false;
  tree.nils.set(slot, signedBy(nil, signer));
  return true;
}

const emptyBallot = (slot: string, round: Round): Ballot => ({
  slot,
  round,
  honestSigners: [],
  certificates: [],
});

const noNils = (slot: string, round: Round): NilFacts => ({
  ...emptyBallot(slot, round),
  details: [],
});

const signedBy = <B extends Ballot>(ballot: B, { id }: NodeInfo): B => ({
  ...ballot,
  honestSigners: [...ballot.honestSigners, id],
});

const certifiedBy = <B extends Ballot>(ballot: B, signers: readonly ReplicaId[]): B => ({
  ...ballot,
  certificates: [...ballot.certificates, signers],
});

/** The ballot of a slot. A block has one, or as many as there are phases in which it is signed. */
function ballotOf(ballots: readonly Ballot[], slot: string): Ballot | undefined {
  for (const ballot of ballots) if (ballot.slot === slot) return ballot;
  return undefined;
}

function replaced(ballots: readonly Ballot[], next: Ballot): readonly Ballot[] {
  const all = ballots.slice();
  for (let at = 0; at < all.length; at++) {
    if (all[at]?.slot !== next.slot) continue;
    all[at] = next;
    return all;
  }
  all.push(next);
  return all;
}

/** Records a certificate; whether it was news. That of genesis, known to all, never is. */
export function recordCertificate(tree: BlockTree, certificate: Certificate): boolean {
  const { round } = certificate;
  if (round === GENESIS_ROUND) return false;
  const { value, slot, signers } = certificate;
  if (value === null) return recordNilCertificate(tree, certificate);
  const block = place(tree, value, certificate);
  const ballot = ballotOf(block.ballots, slot);
  if (ballot !== undefined && hasList(ballot.certificates, signers)) return false;
  tree.blocks.set(value, {
    ...block,
    certificates: [...block.certificates, signers],
    ballots: replaced(block.ballots, certifiedBy(ballot ?? emptyBallot(slot, round), signers)),
  });
  return true;
}

function recordNilCertificate(tree: BlockTree, certificate: Certificate): boolean {
  const { slot, signers, round } = certificate;
  const nil = tree.nils.get(slot) ?? noNils(slot, round);
  const { certificates, details } = nil;
  for (let index = 0; index < certificates.length; index++) {
    const known = certificates[index];
    if (known === signers) return false;
    if (known === undefined || !sameList(known, signers)) continue;
    if (canonicalText(details[index]) === canonicalText(certificate.details)) return false;
  }
  tree.nils.set(slot, {
    ...certifiedBy(nil, signers),
    details: [...details, certificate.details],
  });
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
