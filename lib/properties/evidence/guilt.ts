/** Finds the identities that two of their signed messages prove guilty. */
import type { Accountability, SignedMessage } from "../../protocol/judging/evidence.js";
import { evidenceIn } from "../../protocol/judging/evidence.js";
import type { Facts } from "../../protocol/judging/facts.js";
import type { Description, Statement } from "../../protocol/description.js";
import type { BlockId, ReplicaId } from "../../protocol/ids.js";
import type { NodeInfo } from "../../protocol/judging/observed-event.js";
import { blockName } from "../names.js";

/** The proof that one identity broke the rules: any of its pairs of messages, the first found. */
export interface Guilt {
  readonly replica: ReplicaId;
  readonly first: SignedMessage;
  readonly second: SignedMessage;
  /** The slot in which it signed two values, or what a correct replica does by the broken rule. */
  readonly broken:
    | {
        readonly kind: "slot";
        readonly slot: string;
        readonly values: readonly [BlockId | null, BlockId | null];
      }
    | { readonly kind: "rule"; readonly says: string };
}

/** All signed messages of a run by their signer, each once. Plain data. */
export type Testimony = Map<ReplicaId, Map<string, SignedMessage>>;

/**
 * Takes note of a message that was sent. One in another's name proves nothing: judges verify no
 * signatures. O(length of its description).
 */
export function addTestimony(
  testimony: Testimony,
  message: Description,
  { replica }: Pick<NodeInfo, "replica">,
): void {
  const { signs, sender } = message;
  if (signs === undefined || sender !== replica) return;
  const key = keyOf(message, signs);
  const known = testimony.get(sender);
  if (known === undefined) testimony.set(sender, new Map([[key, evidenceIn(message)]]));
  else if (!known.has(key)) known.set(key, evidenceIn(message));
}

/** What distinguishes the messages of one signer as evidence. Made for every message of a run. */
function keyOf({ type, round, shows = [] }: Description, signs: readonly Statement[]): string {
  let key = `${type} ${round}`;
  for (const { slot, value } of signs) key += ` ${slot}:${value ?? ""}`;
  for (const { round: of, value } of shows) if (value !== null) key += ` ${of}`;
  return key;
}

/** The proofs, one for each guilty identity, in the order in which the identities first signed. */
export function guiltIn(
  testimony: Testimony,
  { rules }: Pick<Accountability, "rules">,
  facts: Facts,
): readonly Guilt[] {
  return [...testimony.values()].flatMap((messages) => {
    const all = [...messages.values()];
    return twoValues(all) ?? brokenRule(all, rules, facts) ?? [];
  });
}

/** The first slot in which one identity signed two values. */
function twoValues(messages: readonly SignedMessage[]): Guilt | undefined {
  const signed = new Map<string, { readonly by: SignedMessage; readonly value: BlockId | null }>();
  for (const second of messages) {
    for (const { slot, value } of second.signs) {
      const known = signed.get(slot);
      if (known === undefined) signed.set(slot, { by: second, value });
      else if (known.value !== value) {
        const broken = { kind: "slot", slot, values: [known.value, value] } as const;
        return { replica: second.signer, first: known.by, second, broken };
      }
    }
  }
  return undefined;
}

function brokenRule(
  messages: readonly SignedMessage[],
  rules: Accountability["rules"],
  facts: Facts,
): Guilt | undefined {
  for (const rule of rules) {
    for (const [index, second] of messages.entries()) {
      const first = messages
        .slice(0, index)
        .find((each) => rule.isBroken(each, second, facts) || rule.isBroken(second, each, facts));
      if (first === undefined) continue;
      return { replica: second.signer, first, second, broken: { kind: "rule", says: rule.says } };
    }
  }
  return undefined;
}

/** What proves an identity guilty, in a sentence. */
export function guiltSentence({ replica, first, second, broken }: Guilt, { tree }: Facts): string {
  const nameOf = (value: BlockId | null): string =>
    value === null ? "nil" : blockName(tree, value);
  if (broken.kind === "slot") {
    const [one, other] = broken.values;
    return `${replica} signed ${nameOf(one)} and ${nameOf(other)} in ${broken.slot}`;
  }
  const [one, other] = [first, second].map((message) => words(message, nameOf));
  return `${replica} signed ${one ?? ""} and ${other ?? ""}: a correct replica ${broken.says}`;
}

function words({ type, round, block, certified }: SignedMessage, nameOf: (id: BlockId) => string) {
  const shown = certified.length === 0 ? "" : `, certified up to round ${Math.max(...certified)}`;
  return block === undefined
    ? `a ${type} of round ${round}${shown}`
    : `a ${type} for ${nameOf(block.id)}`;
}
