/** Passes that take away exceptions: groups of phases, hear sets, link exceptions, restarts. */
import type { NodeId } from "../../../../lib/protocol/ids.js";
import type { LinkException, RoundConfiguration } from "../../../../lib/scenario/model.js";
import { roundOf } from "../parts.js";
import type { RoundDraft } from "../parts.js";
import { eachRound, inOrder, nodesOf } from "../subject.js";
import type { Subject } from "../subject.js";
import type { Pass } from "./pass.js";

/** A pass that changes one part of one round. */
const inEachRound = (
  name: string,
  changes: (round: RoundConfiguration, nodes: readonly NodeId[]) => readonly Partial<RoundDraft>[],
): Pass => ({
  name,
  candidates: (subject: Subject) =>
    eachRound(subject, (round) =>
      changes(round, nodesOf(subject)).map((change) => roundOf({ ...round, ...change })),
    ),
});

/** Each list without one of its items. */
const withoutEach = <T>(items: readonly T[] = []): readonly (readonly T[])[] =>
  items.map((_, index) => items.filter((_each, at) => at !== index));

/** Each list with one of its items replaced, in every way. */
const changedEach = <T>(
  items: readonly T[] = [],
  ways: (item: T) => readonly T[],
): readonly (readonly T[])[] =>
  items.flatMap((item, index) =>
    ways(item).map((changed) => items.map((each, at) => (at === index ? changed : each))),
  );

export const healPhase = inEachRound("heal a phase", ({ phases }, nodes) =>
  [
    ...withoutEach(phases),
    ...changedEach(phases, ({ of, partition }) =>
      partition.length < 2
        ? []
        : partition.slice(1).map((group, index) => {
            const rest = partition.filter((each) => each !== group);
            const merged = rest.map((each, at) => (at === index ? [...each, ...group] : each));
            return { of, partition: inOrder(merged, nodes) };
          }),
    ),
  ].map((changed) => ({ phases: changed })),
);

/** Everybody hears, or one node more. */
export const widenHearSet = inEachRound("widen a hear set", ({ hears }, nodes) =>
  [
    ...withoutEach(hears),
    ...changedEach(hears, ({ of, hearers }) =>
      nodes
        .filter((node) => !hearers.includes(node))
        .map((node) => ({
          of,
          hearers: nodes.filter((each) => each === node || hearers.includes(each)),
        })),
    ),
  ].map((changed) => ({ hears: changed })),
);

/** A whole exception, or one of its types, senders or receivers. */
export const removeException = inEachRound("remove an exception", ({ exceptions }) =>
  [...withoutEach(exceptions), ...changedEach(exceptions, narrower)].map((changed) => ({
    exceptions: changed,
  })),
);

const narrower = (exception: LinkException): readonly LinkException[] => {
  const { types, from, to } = exception;
  return [
    ...(types.length < 2 ? [] : withoutEach(types).map((left) => ({ ...exception, types: left }))),
    ...(from.length < 2 ? [] : withoutEach(from).map((left) => ({ ...exception, from: left }))),
    ...(to.length < 2 ? [] : withoutEach(to).map((left) => ({ ...exception, to: left }))),
  ];
};

export const removeRestart = inEachRound("remove a restart", ({ restarts }) =>
  withoutEach(restarts).map((changed) => ({ restarts: changed })),
);

export const removeOrder = inEachRound("let messages arrive in the usual order", ({ order }) =>
  order === undefined ? [] : [{ order: undefined }],
);
