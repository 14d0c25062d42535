/** Random cluster configs. */
import fc from "fast-check";
import type { Document } from "./support.js";

/*
 * Configs under which everything must be answered in the end: failures end after some round, which
 * is left because what is sent again (timeouts, syncs) is not lost each time; at most f replicas
 * are Byzantine, and others, at most f, restart.
 */

const LAST_BAD_ROUND = 12;
const DEADLINE = 3_600_000;

/** Of n replicas, f may be set and f others may restart. */
interface Shape {
  readonly n: number;
  readonly f: number;
}

const shapes: fc.Arbitrary<Shape> = fc.constantFrom({ n: 4, f: 1 }, { n: 5, f: 1 }, { n: 7, f: 2 });

const rounds = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 0, max: LAST_BAD_ROUND }), { minLength: 1, maxLength: 4 }),
  fc
    .tuple(fc.integer({ min: 0, max: LAST_BAD_ROUND }), fc.integer({ min: 0, max: 6 }))
    .map(([from, length]) => ({ from, to: Math.min(from + length, LAST_BAD_ROUND) })),
);

const msgType = fc.constantFrom("*", "proposal", "vote", "timeout", "sync");
const prob = fc.constantFrom(1, 1, 0.5, 0.2);
const named = (i: number): string => `replica${i}`;
const replica = ({ n }: Shape) => fc.integer({ min: 0, max: n - 1 }).map(named);
const party = (shape: Shape) => fc.oneof(fc.constantFrom("_", "leader"), replica(shape));

/** The first f replicas are the Byzantine ones, the last f those that restart. */
const byzantine = ({ f }: Shape) => fc.integer({ min: 0, max: f - 1 }).map(named);
const restarting = ({ n, f }: Shape) => fc.integer({ min: n - f, max: n - 1 }).map(named);

function failure(shape: Shape): fc.Arbitrary<Document> {
  const affected = { dest: party(shape), msgType, round: rounds, prob };
  const loss = fc.oneof(
    fc.record({ ...affected, msgType: fc.constantFrom("proposal", "vote") }),
    fc.record({ ...affected, prob: fc.constantFrom(0.5, 0.2) }),
  );
  const lost = loss.chain((where) => party(shape).map((src) => ({ type: "loss", src, ...where })));
  const delay = fc.record({
    type: fc.constant("delay"),
    src: party(shape),
    ...affected,
    val: fc.integer({ min: 1, max: 2000 }),
    blocking: fc.boolean(),
  });
  const restart = fc.record({
    type: fc.constant("restart"),
    src: restarting(shape),
    ...affected,
    val: fc.integer({ min: 0, max: 1500 }),
  });
  const attribute = fc.oneof(
    fc.record({ attr: fc.constant("leader"), val: replica(shape) }),
    fc.record({
      attr: fc.constantFrom("highest_vote_round", "current_round"),
      val: fc.integer({ min: 0, max: 20 }),
    }),
  );
  const set = fc
    .record({ type: fc.constant("setAttribute"), src: byzantine(shape), ...affected })
    .chain((where) => attribute.map((what) => ({ ...where, ...what })));
  return fc.oneof({ weight: 3, arbitrary: lost }, delay, restart, set);
}

const count = fc.integer({ min: 1, max: 6 });
const clients = fc.integer({ min: 1, max: 2 });

const workload = fc.oneof(
  fc.record({ type: fc.constant("flood"), count, clients }),
  fc.record({ type: fc.constant("retransmit"), count, clients }),
  count.chain((n) =>
    fc.record({
      type: fc.constant("timed"),
      count: fc.constant(n),
      clients,
      delays: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: n - 1, maxLength: n - 1 }),
    }),
  ),
);

const delay = fc.constantFrom({ fixed: 20 }, { fixed: 0 }, { uniform: [1, 60] });

/** Any such config, as a document. */
export const arbitraryConfig: fc.Arbitrary<Document> = shapes.chain((shape) =>
  fc.record({
    replicas: fc.constant(shape.n),
    faulty: fc.constant(shape.f),
    transmissionDelayBound: fc.constantFrom(60, 200),
    delay,
    deadline: fc.constant(DEADLINE),
    workloads: fc.array(workload, { minLength: 1, maxLength: 2 }),
    failures: fc.record({ list: fc.array(failure(shape), { maxLength: 5 }) }),
    seed: fc.nat(),
    crypto: fc.constant("structural"),
  }),
);
