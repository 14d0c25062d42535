/** The property blame: signed messages prove who broke the rules, and never a correct replica. */
import type { Accountability } from "../../protocol/judging/evidence.js";
import type { ReplicaId } from "../../protocol/ids.js";
import type { RunInfo } from "../../protocol/judging/observed-event.js";
import type { ObservedRun } from "../../protocol/judging/observed-run.js";
import { HELD, vacuous, violated } from "../../protocol/judging/property.js";
import type { Property, Verdict } from "../../protocol/judging/property.js";
import { agreement } from "../safety/agreement.js";
import type { AgreementState } from "../safety/agreement.js";
import { addTestimony, guiltIn, guiltSentence } from "./guilt.js";
import type { Guilt, Testimony } from "./guilt.js";
import { ascending, distinct, firstFew } from "../wording.js";

/** What is gathered: everybody's signed messages, and whether the chains fork. */
export interface BlameState {
  readonly testimony: Testimony;
  readonly agreement: AgreementState;
}

/** One value in a slot, and no more. */
const SLOTS_ONLY: Accountability = { rules: [], complete: false };

/**
 * Two signed messages of one identity that no correct replica sends both prove it guilty
 * (`guilt.ts`). No honest identity is ever proven guilty; and where the protocol is accountable, a
 * fork with more than f Byzantine identities proves f+1 of them guilty. Only messages count, never
 * who has a twin. On a fork with at most f Byzantine identities, nobody need be guilty: the rules
 * are broken then, not the nodes.
 */
export const blame = (accountability: Accountability = SLOTS_ONLY): Property<BlameState> => ({
  name: "blame",
  anyNetwork: true,
  safety: false,
  init: (runInfo) => ({ testimony: new Map(), agreement: agreement.init(runInfo) }),
  on: {
    sent({ testimony }, message, node) {
      addTestimony(testimony, message, node);
    },
    committed(state, committed, run) {
      agreement.on.committed?.(state.agreement, committed, run);
    },
  },
  verdict(state, run, end) {
    const guilty = guiltIn(state.testimony, accountability, run.facts);
    const forked = agreement.verdict(state.agreement, run, end).status === "violated";
    return verdictOn(guilty, { forked, complete: accountability.complete }, run);
  },
});

interface Circumstances {
  readonly forked: boolean;
  readonly complete: boolean;
}

function verdictOn(
  guilty: readonly Guilt[],
  { forked, complete }: Circumstances,
  run: ObservedRun,
): Verdict {
  const { runInfo, facts } = run;
  const honest = guilty.filter(({ replica }) => isHonest(replica, runInfo));
  if (honest.length > 0) {
    return violated({
      ...witnessOf(honest, runInfo),
      explanation: firstFew(honest.map((each) => `honest ${guiltSentence(each, facts)}`)),
    });
  }
  const { faulty } = runInfo.validators;
  const byzantine = runInfo.nodes.flatMap((node) => (node.honest ? [] : node.replica));
  const isOwed = forked && complete && distinct(byzantine).length > faulty;
  if (isOwed && guilty.length <= faulty) {
    const proven = `${guilty.length} proven guilty`;
    const because = `the committed chains fork, with ${proven}, and not f+1 = ${faulty + 1}`;
    return violated({ ...witnessOf(guilty, runInfo), explanation: [because] });
  }
  if (guilty.length > 0 || isOwed) return HELD;
  return vacuous("no two signed messages contradict each other");
}

const isHonest = (replica: ReplicaId, { nodes }: RunInfo): boolean =>
  nodes.some((node) => node.replica === replica && node.honest);

const witnessOf = (guilty: readonly Guilt[], { nodes }: RunInfo) => ({
  rounds: ascending(guilty.flatMap(({ first, second }) => [first.round, second.round])),
  blocks: distinct(
    guilty.flatMap(({ broken }) =>
      broken.kind === "slot" ? broken.values.filter((value) => value !== null) : [],
    ),
  ),
  nodes: nodes.flatMap(({ id, replica }) =>
    guilty.some((each) => each.replica === replica) ? id : [],
  ),
});
