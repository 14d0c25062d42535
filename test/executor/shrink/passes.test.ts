/** Each pass of shrinking alone: it takes away what is not needed, and keeps what is. */
import { expect } from "chai";
import { costOf, isLower } from "../../../executor/counterexample/shrink/cost.js";
import { removeDrops } from "../../../executor/counterexample/shrink/passes/drops.js";
import {
  healPhase,
  removeException,
  removeOrder,
  removeRestart,
  widenHearSet,
} from "../../../executor/counterexample/shrink/passes/exceptions.js";
import { healRound, mergeGroups } from "../../../executor/counterexample/shrink/passes/groups.js";
import { simplerLeader } from "../../../executor/counterexample/shrink/passes/leaders.js";
import type { Pass } from "../../../executor/counterexample/shrink/passes/pass.js";
import {
  removeReplicas,
  removeTwin,
} from "../../../executor/counterexample/shrink/passes/roster.js";
import {
  cutTheEnd,
  deleteRound,
  repeatRound,
} from "../../../executor/counterexample/shrink/passes/rounds.js";
import type { Subject } from "../../../executor/counterexample/shrink/subject.js";
import { Trials } from "../../../executor/counterexample/shrink/trials.js";
import { DEFAULT_SEMANTICS } from "../../../lib/scenario/model.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";
import { nodeId } from "../../../lib/protocol/ids.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import { failing } from "./support.js";

/** Whether rounds still show what a failure would need. */
type Needs = (rounds: readonly RoundConfiguration[]) => boolean;

/** Four replicas; a has a twin. */
function subjectOf(text: string): Subject {
  const { scenario, context } = failing(text, { bugs: [], twins: [0] });
  return { roster: context.roster, rounds: scenario.rounds, guilty: [], pinned: [] };
}

/** Takes steps of one pass, each to a simpler subject with what is needed, until there is none. */
function alone(pass: Pass, subject: Subject, needs: Needs): Subject {
  for (const candidate of pass.candidates(subject)) {
    if (!isLower(costOf(candidate), costOf(subject)) || !needs(candidate.rounds)) continue;
    return alone(pass, candidate, needs);
  }
  return subject;
}

const some =
  (holds: (round: RoundConfiguration) => boolean): Needs =>
  (rounds) =>
    rounds.some(holds);

const [b, c, d] = ["b", "c", "d"].map(nodeId) as [never, never, never];
const areApart = (groups: RoundConfiguration["partition"]): boolean =>
  groups.some((group) => group.includes(c) && !group.includes(d));

interface Row {
  readonly pass: Pass;
  readonly needs: Needs;
  readonly from: string;
  readonly to: string;
}

const ROWS: Readonly<Record<string, Row>> = {
  "hear sets: all hear but c": {
    pass: widenHearSet,
    needs: some(({ hears = [] }) =>
      hears.some(({ of, hearers }) => of === "vote" && !hearers.includes(c)),
    ),
    from: "d: all / vote>{b}, timeout>{}; b: all / vote>{c}",
    to: "d: all / vote>{a b d a'}; b: all",
  },
  "exceptions: one type, one sender, one receiver": {
    pass: removeException,
    needs: some(({ exceptions = [] }) =>
      exceptions.some(
        ({ types, from, to, effect }) =>
          types.includes("vote") && from.includes(b) && to.includes(c) && effect === "late",
      ),
    ),
    from: "d: all / {a b}>{c d} proposal vote: late, d>a *: delay 2, a>b vote: hold 3",
    to: "d: all / b>c vote: late",
  },
  "delays: the one that is needed": {
    pass: removeException,
    needs: some(({ exceptions = [] }) => exceptions.some(({ from }) => from.includes(d))),
    from: "d: all / {a b}>{c d} vote: delay 1, {c d}>a *: delay 2; a: all / a>b *: delay 0",
    to: "d: all / d>a *: delay 2; a: all",
  },
  "phases: the groups of one, in which c and d are apart": {
    pass: healPhase,
    needs: some(({ phases = [] }) => phases.some(({ partition }) => areApart(partition))),
    from: "d: all / timeout: a b | c | d a', vote: a | b c d a'; b: all / vote: a | b | c d a'",
    to: "d: all / timeout: a b c | d a'; b: all",
  },
  "restarts: that of b": {
    pass: removeRestart,
    needs: some(({ restarts = [] }) => restarts.some(({ node }) => node === b)),
    from: "d: all / restart c none, restart b durable; a: all / restart d durable",
    to: "d: all / restart b durable; a: all",
  },
  "orders: that of the second round": {
    pass: removeOrder,
    needs: ([, second]) => second?.order !== undefined,
    from: "d: all / order 7; a: all / order 3",
    to: "d: all; a: all / order 3",
  },
  "drops: one of five": {
    pass: removeDrops,
    needs: some(({ drops }) => drops.some(({ from, to }) => from === c && to === d)),
    from: "d: all / a>b vote, c>d *, b>a proposal, d>a vote, a'>b vote; a: all / a>b *",
    to: "d: all / c>d *; a: all",
  },
  "groups: two, in which c and d are apart": {
    pass: mergeGroups,
    needs: some(({ partition }) => areApart(partition)),
    from: "d: a | b | c | d a'; a: a b | c d a'",
    to: "d: a b c | d a'; a: all",
  },
  "rounds: healed but for one": {
    pass: healRound,
    needs: ([, second]) => areApart(second?.partition ?? []),
    from: "d: a | b c d a'; a: a b | c | d a'; b: a b c d | a'",
    to: "d: all; a: a b | c | d a'; b: all",
  },
  "the end: nothing after what is needed": {
    pass: cutTheEnd,
    needs: some(({ order }) => order === 5),
    from: "a: all; b: all / order 5; c: all x3",
    to: "a: all; b: all / order 5",
  },
  "rounds: left out wherever they are": {
    pass: deleteRound,
    needs: some(({ order }) => order === 5),
    from: "a: all; b: all / order 5; c: all x3",
    to: "b: all / order 5",
  },
  "leaders: the twinned one, but where d is needed": {
    pass: simplerLeader,
    needs: some(({ leader }) => leader === "d"),
    from: "c: all; d: all; b: all / vote>{b}",
    to: "a: all; d: all; a: all / vote>{b}",
  },
  "rounds: like their neighbours": {
    pass: repeatRound,
    needs: ([first]) => first?.leader === "b",
    from: "b: all; c: all; b: all",
    to: "b: all x3",
  },
};

describe("a pass of shrinking", () => {
  for (const [what, { pass, needs, from, to }] of Object.entries(ROWS)) {
    it(`keeps of ${what}`, () => {
      const subject = subjectOf(from);
      expect(needs(subject.rounds), "is there").to.equal(true);
      const { rounds } = alone(pass, subject, needs);
      expect(notationOf(rounds)).to.equal(notationOf(subjectOf(to).rounds));
    });
  }

  it("leaves a twin out of every part of a round, and parts about it alone", () => {
    const subject = subjectOf(
      "a: a b | c d a' / timeout: a b c | d a', vote>{b a'}, proposal>{a'}, " +
        "{a a'}>b vote: late, a'>c *: drop, restart a' none, a'>d vote",
    );
    const [first] = removeTwin.candidates(subject);
    expect(first?.roster.twins).to.deep.equal([]);
    expect(notationOf(first?.rounds ?? [])).to.equal(
      "a: a b | c d / timeout: a b c | d, vote>{b}, a>b vote: late",
    );
  });

  it("leaves replicas out in the same way, and lets the simplest lead for them", () => {
    const five = failing("e: all / vote>{b e}, e>c *: late, restart e durable, order 2; b: all", {
      ...{ bugs: [], replicas: 5 },
    });
    const { scenario, context } = five;
    const subject = { roster: context.roster, rounds: scenario.rounds, guilty: [], pinned: [] };
    const [first] = removeReplicas.candidates(subject);
    expect(first?.roster.replicas).to.deep.equal(["a", "b", "c", "d"]);
    expect(notationOf(first?.rounds ?? [])).to.equal("a: all / vote>{b}, order 2; b: all");
  });

  it("does not leave out rounds that are repeated for ever", () => {
    const { run, context } = failing("a: all x2", { bugs: [] });
    const semantics = { ...DEFAULT_SEMANTICS, suffix: { period: 2 } };
    const trials = new Trials(run, { ...context, semantics });
    const isValid = (text: string): boolean => trials.isValid({ ...subjectOf(text) });
    expect([isValid("a: all x2"), isValid("a: all")]).to.deep.equal([true, false]);
  });
});
