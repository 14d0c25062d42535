/** What the coming views of a Simplex-style protocol depend on: equal texts, equal behaviour. */
import { GENESIS_ROUND } from "../../protocol/index.js";
import type { BlockId, RecurrenceNames, Round, SenderSignature } from "../../protocol/index.js";
import { GENESIS } from "./messages.js";
import type { Block, Path } from "./messages.js";
import { pathTo } from "./replica.js";
import type { State } from "./replica.js";

/**
 * What it has done in its view, what it would propose on, what it has committed, and the votes,
 * certificates and proposals of its view and later ones. Of the views before, which nobody goes
 * back to, the sets of votes count: each once, however many blocks have that set.
 */
export function recurrence(state: State, names: RecurrenceNames): string {
  const { view, committed, proposed, voted, nullified, finalized, proposals } = state;
  const place = (id: BlockId, round: Round): string => `${names.block(id)}@${names.round(round)}`;
  const placeOf = (block: Block | null | undefined): string =>
    block ? place(block.id, block.view) : place(GENESIS, GENESIS_ROUND);
  const isOpen = (each: { readonly view: Round }): boolean => each.view >= view;
  const open = state.ballots.filter(({ block }) => isOpen(block));
  const skips = state.skipBallots.filter(isOpen);
  const certified = state.notarizations.map(({ block }) => block).filter(isOpen);
  const skipped = state.nullifications.filter(isOpen);
  return [
    names.round(view),
    [proposed, voted].map((last) => last >= view).join(),
    [nullified, finalized].map((views) => views.includes(view)).join(),
    placeOf(committed),
    pathOf(pathTo(state, view), placeOf),
    proposals.map(({ block }) => placeOf(block)).join(),
    open.map(({ kind, block, votes }) => `${kind} ${placeOf(block)} ${sendersOf(votes)}`).join(),
    skips.map((each) => `${names.round(each.view)} ${sendersOf(each.votes)}`).join(),
    certified.map(placeOf).join(),
    skipped.map((each) => names.round(each.view)).join(),
    ...setsOf(state),
  ].join(" | ");
}

const pathOf = (path: Path | undefined, placeOf: (block: Block | undefined) => string): string =>
  path === undefined ? "-" : placeOf(path.certified?.block);

/** The different sets of votes of the views before. */
function setsOf({ view, ballots, skipBallots }: State): readonly string[] {
  const blocks = ballots.filter(({ block }) => block.view < view);
  const skips = skipBallots.filter((each) => each.view < view);
  const sets = [
    ...blocks.map(({ kind, votes }) => `${kind} ${sendersOf(votes)}`),
    ...skips.map(({ votes }) => `skip ${sendersOf(votes)}`),
  ];
  return [...new Set(sets)].sort();
}

const sendersOf = (votes: readonly SenderSignature[]): string =>
  votes
    .map(({ sender }) => sender)
    .sort()
    .join("+");
