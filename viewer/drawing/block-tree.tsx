/** The tree of blocks as a drawing: who certified, who committed, and where it forks. */
import { useMemo } from "preact/hooks";
import type { JSX } from "preact";
import type { Block, BlockTree } from "../model/blocks.js";
import { BLOCK, treePlaces } from "./tree-places.js";
import type { BlockPlace } from "./tree-places.js";

interface BlockTreeProps {
  readonly tree: BlockTree;
  readonly selected: string | undefined;
  readonly onSelect: (block: string) => void;
}

/** Draws a tree. */
export function BlockTreeDrawing({ tree, selected, onSelect }: BlockTreeProps): JSX.Element {
  const { places, columns, depth } = useMemo(() => treePlaces(tree), [tree]);
  const width = columns * (BLOCK.width + BLOCK.across) + 4;
  const height = depth * (BLOCK.height + BLOCK.down) + 4;
  return (
    <div class="block-tree" style={{ width: `${width}px`, height: `${height}px` }}>
      <svg width={width} height={height} aria-hidden="true">
        {[...places.values()].map((place) => {
          const parent = places.get(tree.blocks.get(place.name)?.parent ?? "");
          return parent === undefined ? null : (
            <path key={place.name} class="branch" d={branch(parent, place)} />
          );
        })}
      </svg>
      {[...places.values()].map((place) => {
        const block = tree.blocks.get(place.name);
        return block === undefined ? null : (
          <BlockBox
            key={place.name}
            block={block}
            place={place}
            forked={tree.forked.has(place.name)}
            selected={selected === place.name}
            onSelect={onSelect}
          />
        );
      })}
    </div>
  );
}

const left = ({ column }: BlockPlace): number => column * (BLOCK.width + BLOCK.across) + 2;
const top = ({ depth }: BlockPlace): number => depth * (BLOCK.height + BLOCK.down) + 2;

const sizeOf = (place: BlockPlace): Readonly<Record<string, string>> => ({
  left: `${left(place)}px`,
  top: `${top(place)}px`,
  width: `${BLOCK.width}px`,
  height: `${BLOCK.height}px`,
});

function branch(parent: BlockPlace, child: BlockPlace): string {
  const [x1, y1] = [left(parent) + BLOCK.width / 2, top(parent) + BLOCK.height];
  const [x2, y2] = [left(child) + BLOCK.width / 2, top(child)];
  const bend = y2 - BLOCK.down / 2;
  return `M ${x1} ${y1} V ${bend} H ${x2} V ${y2}`;
}

function BlockBox(props: {
  readonly block: Block;
  readonly place: BlockPlace;
  readonly forked: boolean;
  readonly selected: boolean;
  readonly onSelect: (block: string) => void;
}): JSX.Element {
  const { block, place, forked, selected, onSelect } = props;
  const { name, certificates, committedBy } = block;
  const committed = [...new Set(committedBy.map(({ node }) => node))];
  const signers = [...new Set(certificates.flatMap((each) => each.signers))];
  const look = [
    "block",
    ...(committed.length > 0 ? ["committed"] : []),
    ...(forked ? ["forked"] : []),
  ].join(" ");
  return (
    <button
      type="button"
      class={look}
      aria-pressed={selected}
      title={titleOf(name, signers, committed)}
      style={sizeOf(place)}
      onClick={() => onSelect(name)}
    >
      <strong>{name}</strong>
      {forked ? <em>fork</em> : null}
      <span class="certified">
        {signers.length === 0 ? "" : <Signed sign="◆" words="certified by" names={signers} />}
      </span>
      <span class="commits">
        {committed.length === 0 ? "" : <Signed sign="■" words="committed by" names={committed} />}
      </span>
    </button>
  );
}

const titleOf = (name: string, signers: readonly string[], nodes: readonly string[]): string =>
  [
    name,
    ...(signers.length === 0 ? [] : [`certified by ${signers.join(" ")}`]),
    ...(nodes.length === 0 ? [] : [`committed by ${nodes.join(" ")}`]),
  ].join("; ");

function Signed(props: {
  readonly sign: string;
  readonly words: string;
  readonly names: readonly string[];
}): JSX.Element {
  return (
    <>
      <span aria-hidden="true">{props.sign} </span>
      <span class="for-readers">{props.words} </span>
      {props.names.join(" ")}
    </>
  );
}
