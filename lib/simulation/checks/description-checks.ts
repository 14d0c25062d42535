/** Checks of what a description tells besides type, round and sender. */
import {
  certificateProblem,
  isName,
  isObject,
  isRound,
  show,
  statementProblem,
} from "../../protocol/checks/contract-values.js";
import type { Fields } from "../../protocol/checks/contract-values.js";

type Check = (where: string, value: unknown) => string | undefined;

/** What is wrong with a description's block, statements and certificates. */
export const descriptionParts = ({ block, signs, shows }: Fields): string | undefined =>
  (block === undefined ? undefined : blockProblem(block)) ??
  listProblem("signs", signs, statementProblem) ??
  listProblem("shows", shows, certificateProblem);

function blockProblem(block: unknown): string | undefined {
  if (!isObject(block)) return `block is ${show(block)}; allowed: { id, parent, round }`;
  const { id, parent, round } = block;
  if (!isName(id)) return `block.id is ${show(id)}; allowed: a block's id`;
  if (!isName(parent)) return `block.parent is ${show(parent)}; allowed: a block's id`;
  return isRound(round, 0) ? undefined : `block.round is ${show(round)}; allowed: a whole number`;
}

function listProblem(where: string, list: unknown, check: Check): string | undefined {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) return `${where} is ${show(list)}; allowed: a list`;
  for (const item of list) {
    const problem = check(where, item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
