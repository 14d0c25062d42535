/** Laws of the live variables of stopped runs: what they exclude does not happen afterwards. */
import { expect } from "chai";
import fc from "fast-check";
import { Execution } from "../../../../executor/exhaustive/execution/execution.js";
import { LiveState } from "../../../../executor/exhaustive/state/live-state.js";
import type { SearchSpace } from "../../../../executor/exhaustive/search-space.js";
import { topologyOf } from "../../../../executor/run/world.js";
import { structuralSuite } from "../../../../lib/crypto/structural.js";
import { invariant } from "../../../../lib/protocol/assert.js";
import type { ReplicaContext } from "../../../../lib/protocol/host/context.js";
import type { BlockId, Round } from "../../../../lib/protocol/ids.js";
import type { AnyProtocol } from "../../../../lib/protocol/protocol.js";
import { searchSpaceOf } from "../random-spaces.js";
import type { SpaceSpec } from "../random-spaces.js";

const MOST_STOPS = 60;

/** A message that a node sent. */
interface Sent {
  readonly node: number;
  readonly round: Round;
  /** Whether the node had received a message of the round since the last stop. */
  readonly isAnswer: boolean;
}

/** What happened since a run's last stop. */
class Stretch {
  readonly sent: Sent[] = [];
  /** The blocks for which votes were sent or arrived. */
  readonly votedFor: BlockId[] = [];
  readonly proposed = new Set<BlockId>();
  readonly #heard: Set<Round>[] = [];

  hear(node: number, round: Round): void {
    (this.#heard[node] ??= new Set()).add(round);
  }

  send(node: number, round: Round): void {
    this.sent.push({ node, round, isAnswer: this.#heard[node]?.has(round) === true });
  }
}

/** A protocol that notes what its nodes receive and send. */
class Watched {
  readonly protocol: AnyProtocol;
  stretch = new Stretch();
  readonly #contexts: ReplicaContext[] = [];

  constructor(protocol: AnyProtocol) {
    this.protocol = {
      ...protocol,
      init: (context) => {
        this.#contexts.push(context);
        return protocol.init(context);
      },
      handle: (state, event, context) => {
        const node = this.#contexts.indexOf(context);
        const effects = protocol.handle(state, event, context);
        if (event.kind === "message") {
          const { type, round, block } = protocol.describe(event.message);
          this.stretch.hear(node, round);
          if (type === "vote" && block !== undefined) this.stretch.votedFor.push(block.id);
        }
        for (const effect of effects) {
          if (effect.kind !== "send" && effect.kind !== "broadcast") continue;
          const { type, round, block } = protocol.describe(effect.message);
          this.stretch.send(node, round);
          if (block === undefined) continue;
          if (type === "vote") this.stretch.votedFor.push(block.id);
          else this.stretch.proposed.add(block.id);
        }
        return effects;
      },
    };
  }
}

/** The live variables of a stopped execution. */
function liveStateOf(execution: Execution, { run, view }: SearchSpace): LiveState {
  invariant(view !== undefined, "live variables are used");
  const suite = structuralSuite();
  return new LiveState(execution.save().run, {
    protocol: run.protocol,
    explorable: view,
    topology: topologyOf(run.roster, run.protocol),
    graph: view.blockGraph(suite, () => undefined),
    reach: (round, index) => execution.scenario.reach(round, index),
  });
}

/** What a stop says, and the round of each node at it. */
interface Stop {
  readonly live: LiveState;
  readonly rounds: readonly Round[];
}

/** Follows one run of a space from stop to stop, and shows each stretch with the stop before. */
function follow(
  spec: SpaceSpec,
  answers: readonly number[],
  look: (stop: Stop, stretch: Stretch) => void,
): void {
  const searchSpace = searchSpaceOf(spec, ["quiescence"]);
  const watched = new Watched(searchSpace.run.protocol);
  const run = { ...searchSpace.run, protocol: watched.protocol };
  const execution = new Execution({ ...searchSpace, run });
  const { scenario } = execution;
  let stop: Stop | undefined;
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    const ended = execution.advance();
    if (stop !== undefined) look(stop, watched.stretch);
    if (ended !== undefined) return;
    const rounds = execution.save().run.nodes.map(({ round }) => round);
    stop = { live: liveStateOf(execution, searchSpace), rounds };
    const open = scenario.answers();
    const answer = open[(answers[stops] ?? 0) % Math.max(open.length, 1)];
    if (scenario.openQuery !== undefined && answer !== undefined) {
      scenario.narrow(scenario.openQuery.roundIndex, answer);
    }
    watched.stretch = new Stretch();
  }
}

/** Rounds in which one node misses some messages, so that it lacks blocks and asks for them. */
const lossyChoices: fc.Arbitrary<string> = fc
  .record({
    leader: fc.constantFrom("a", "b", "c"),
    lost: fc.uniqueArray(
      fc.record({
        link: fc.constantFrom("a>d", "b>d", "c>d", "d>a", "d>b", "d>c"),
        type: fc.constantFrom("proposal", "proposal", "timeout", "sync", "*"),
      }),
      { maxLength: 4, selector: ({ link }) => link },
    ),
    apart: fc.constantFrom("a b c d", "a b c d", "a b c | d", "a b d | c"),
  })
  .map(({ leader, lost, apart }) => {
    const group = apart.split(" | ").find((members) => members.includes("d")) ?? "";
    const inside = lost.filter(({ link }) => link.split(">").every((node) => group.includes(node)));
    const words = inside.map(({ link, type }) => `${link} ${type}`).join(", ");
    return `${leader}: ${apart}${words === "" ? "" : ` / ${words}`}`;
  });

const lossySpecs: fc.Arbitrary<SpaceSpec> = fc.record({
  ...{ replicas: fc.constant(4), twins: fc.constant(0), rounds: fc.constantFrom(4, 6) },
  choices: fc.uniqueArray(lossyChoices, { minLength: 3, maxLength: 8 }),
  timing: fc.constantFrom<[number, number]>([800, 100], [200, 150], [100, 100]),
});

const answers = fc.array(fc.nat(7), { minLength: MOST_STOPS, maxLength: MOST_STOPS });

describe("the live variables of a stopped run", function () {
  this.timeout(120_000);

  it("name every block for which a vote is sent or arrives, unless it is proposed later", () => {
    let votes = 0;
    const law = fc.property(lossySpecs, answers, (spec, choices) => {
      follow(spec, choices, ({ live }, { votedFor, proposed }) => {
        for (const block of votedFor) {
          if (proposed.has(block)) continue;
          votes++;
          expect(live.votableBlocks.has(block), block).to.equal(true);
        }
      });
    });
    fc.assert(law, { numRuns: 100 });
    expect(votes).to.be.greaterThan(0);
  });

  it("name every node that sends a message of a round unless it has received one of it", () => {
    let afterwards = 0;
    const law = fc.property(lossySpecs, answers, (spec, choices) => {
      follow(spec, choices, ({ live, rounds }, { sent }) => {
        for (const { node, round, isAnswer } of sent) {
          if (isAnswer) continue;
          if ((rounds[node] ?? 0) > round) afterwards++;
          expect((live.senders(round) >> node) & 1, `${node} in ${round}`).to.equal(1);
        }
      });
    });
    fc.assert(law, { numRuns: 100 });
    expect(afterwards, "messages of rounds that their senders had left").to.be.greaterThan(0);
  });
});
