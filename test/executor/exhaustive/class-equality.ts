/**
 * The law of every reduction: runs with equal fingerprints have the same outcomes under the same
 * choices. Runs are executed to their ends here without merging. What follows a stop is a tree: a
 * query with the trees that follow its answers, and outcomes at its leaves.
 */
import { Execution } from "../../../executor/exhaustive/execution/execution.js";
import type { EndedRun } from "../../../executor/exhaustive/execution/execution.js";
import { outcomeKey } from "../../../executor/exhaustive/outcome.js";
import type { SearchSpace } from "../../../executor/exhaustive/search-space.js";

/** The tree after a stop, and the number of stops with its fingerprint. */
interface Class {
  readonly tree: number;
  readonly members: number;
}

export interface ClassReport {
  /** Fingerprints of stops with different trees. */
  readonly broken: readonly string[];
  /** Stops whose fingerprint had occurred before. */
  readonly repeated: number;
}

/** Numbers for trees: equal for equal trees. A query with one continuation counts for nothing. */
class Trees {
  readonly #numbers = new Map<string, number>();

  leaf(outcome: string): number {
    return this.#numberOf(outcome);
  }

  /** Answers may be in any order, and several may have the same continuation. */
  branch(query: string, children: readonly number[]): number {
    const distinct = [...new Set(children)].sort((a, b) => a - b);
    const [only] = distinct;
    if (only !== undefined && distinct.length === 1) return only;
    return this.#numberOf(`${query}: ${distinct.join(" ")}`);
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

export function checkClasses(searchSpace: SearchSpace): ClassReport {
  const execution = new Execution(searchSpace);
  const { scenario } = execution;
  const trees = new Trees();
  const classes = new Map<string, Class>();
  const broken: string[] = [];

  const treeAtEnd = (ended: EndedRun): number => {
    const isUnresolved = ended.ending !== "decided" && !scenario.isResolvedAtEnd();
    if (!isUnresolved || scenario.openQuery === undefined) {
      return trees.leaf(outcomeKey(execution.outcome(ended)));
    }
    const { roundIndex, query } = scenario.openQuery;
    const saved = scenario.save();
    const children = scenario.answers().map((answer) => {
      scenario.restore(saved);
      scenario.narrow(roundIndex, answer);
      return treeAtEnd(ended);
    });
    return trees.branch(`${roundIndex} ${query.key}`, children);
  };

  /** The tree of the runs that continue from the current state. */
  const follow = (): number => {
    const ended = execution.advance();
    if (ended !== undefined) return treeAtEnd(ended);
    const { fingerprint } = execution.compare();
    const saved = execution.save();
    const { openQuery } = scenario;
    const children: number[] = [];
    for (const answer of scenario.answers()) {
      execution.restore(saved);
      if (openQuery !== undefined) scenario.narrow(openQuery.roundIndex, answer);
      children.push(follow());
    }
    if (children.length === 0) {
      execution.restore(saved);
      children.push(follow());
    }
    const query = openQuery === undefined ? "" : `${openQuery.roundIndex} ${openQuery.query.key}`;
    const tree = trees.branch(query, children);
    note(fingerprint, tree);
    return tree;
  };

  const note = (fingerprint: string, tree: number): void => {
    const known = classes.get(fingerprint);
    if (known !== undefined && known.tree !== tree) broken.push(fingerprint);
    classes.set(fingerprint, { tree, members: (known?.members ?? 0) + 1 });
  };

  follow();
  let repeated = 0;
  for (const { members } of classes.values()) repeated += members - 1;
  return { broken, repeated };
}
