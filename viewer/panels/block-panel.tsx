/** The panel of blocks: the tree, and what is known of the selected block. */
import type { JSX } from "preact";
import type { Scene, SceneRun } from "../app/scene.js";
import type { Change, View } from "../app/view.js";
import { BlockTreeDrawing } from "../drawing/block-tree.js";
import type { Block } from "../model/blocks.js";
import { list } from "../model/words.js";

interface BlockPanelProps {
  readonly scene: Scene;
  readonly view: View;
  readonly change: (change: Change) => void;
}

/** Shows the blocks of each run. */
export function BlockPanel({ scene, view, change }: BlockPanelProps): JSX.Element {
  const select = (block: string): void =>
    change((old) => ({ ...old, block: old.block === block ? undefined : block }));
  return (
    <section class="panel blocks" aria-label="Blocks">
      {scene.runs.map((each, index) => (
        <Blocks
          key={index}
          shown={each}
          title={scene.runs.length > 1 ? `Blocks: ${each.shown.page.title}` : "Blocks"}
          selected={view.block}
          onSelect={select}
        />
      ))}
    </section>
  );
}

function Blocks(props: {
  readonly shown: SceneRun;
  readonly title: string;
  readonly selected: string | undefined;
  readonly onSelect: (block: string) => void;
}): JSX.Element {
  const { shown, title, selected, onSelect } = props;
  const { tree } = shown;
  const block = tree.blocks.get(selected ?? "");
  return (
    <>
      <h2>{title}</h2>
      {tree.conflicts.map(([a, b]) => (
        <p key={`${a} ${b}`} class="fork-words">
          Fork: {commitWords(shown, a)}; {commitWords(shown, b)}.
        </p>
      ))}
      {tree.blocks.size === 0 ? <p>No message of this run has a block.</p> : null}
      <div class="tree-area" tabIndex={0} role="group" aria-label="Tree of blocks">
        <BlockTreeDrawing tree={tree} selected={selected} onSelect={onSelect} />
      </div>
      <p class="hint">◆ certified by, ■ committed by</p>
      {block === undefined ? null : <p class="selected-block">{blockWords(block)}</p>}
    </>
  );
}

/** The honest nodes that committed a block. */
function commitWords({ run, tree }: SceneRun, name: string): string {
  const block = tree.blocks.get(name);
  const honest = run.lanes.filter((lane) => lane.honest).map(({ node }) => node);
  const nodes = block === undefined ? [] : committersOf(block);
  return `${list(nodes.filter((node) => honest.includes(node)))} committed ${name}`;
}

const committersOf = ({ committedBy }: Block): readonly string[] => [
  ...new Set(committedBy.map(({ node }) => node)),
];

function blockWords(block: Block): string {
  const { name, round, parent, proposer, certificates } = block;
  const committers = committersOf(block);
  return [
    `${name}: round ${round}${parent === undefined ? "" : `, parent ${parent}`}`,
    ...(proposer === undefined ? [] : [`first sent by ${proposer}`]),
    ...certificates.map(({ kind, signers }) => `${kind} of ${list(signers)}`),
    committers.length === 0 ? "committed by nobody" : `committed by ${list(committers)}`,
  ].join("; ");
}
