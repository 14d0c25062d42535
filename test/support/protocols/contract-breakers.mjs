/** A protocol whose bugs break the contract, one row of the host's table each, where b leads first. */
import offers from "./offers.mjs";

/** By bug: what replica c returns when the first ballot arrives, besides what is right. */
const RETURNED = {
  promise: async () => [],
  generator: () => [].values(),
  no_list: () => ({}),
  undefined_effect: () => [undefined],
  unknown_effect: () => [{ kind: "vote" }],
  unnamed_timer: () => [{ kind: "start-timer", timer: {}, after: 1 }],
  nan_timer: () => [{ kind: "start-timer", timer: { name: "t" }, after: NaN }],
  negative_timer: () => [{ kind: "start-timer", timer: { name: "t" }, after: -1 }],
  send_to_nobody: () => [{ kind: "send", to: "z", message: {} }],
  many_effects: (right) => Array.from({ length: 10_001 }, () => right[0]),
  certificate_changed: (right, { shown }) => [...right, keptIn(shown)],
  endless_instant: (right, { timer }) => [...right, { kind: "start-timer", timer, after: 0 }],
};

/** A certificate that its maker keeps, and changes later. */
const keptIn = (shown) => {
  shown.push({ kind: "c", slot: "s", value: null, round: 1, signers: ["a"] });
  return { kind: "certified", certificate: shown.at(-1) };
};

/** By bug: what `describe` returns of a ballot that c sends then, besides what is right. */
const DESCRIBED = {
  no_round: { round: undefined },
  half_round: { round: 1.5 },
  round_zero: { round: 0 },
  undeclared_type: { type: "vote" },
};

const THROWS = ["init_throws", "handle_throws", "describe_throws", "progress_throws"];
const OTHERS = ["message_changed"];
const PROPERTY_BUGS = ["property_init", "property_handler", "property_verdict", "no_verdict"];
const NAMES = [
  ...[...Object.keys(RETURNED), ...Object.keys(DESCRIBED), ...THROWS, ...OTHERS],
  ...PROPERTY_BUGS,
];

const boom = () => {
  throw new TypeError("boom");
};
/** A property that fails by the bug where b leads first; it is of a class with a private field. */
class Counting {
  #bug;
  name = "counting";
  on = {
    sent: (state) => {
      if (this.#bug === "property_handler" && state.fails) boom();
    },
  };
  constructor(bug) {
    this.#bug = bug;
  }
  init({ leaderOf }) {
    const fails = leaderOf(1) === "b";
    if (this.#bug === "property_init" && fails) boom();
    return { fails };
  }
  verdict({ fails }) {
    if (this.#bug === "property_verdict" && fails) boom();
    return this.#bug === "no_verdict" && fails ? { status: "maybe" } : { status: "held" };
  }
}
const isHere = ({ self, leaderOf }) => self === "c" && leaderOf(1) === "b";
/** Tens of thousands of events take time: that bug shows in a few scenarios only. */
const isRare = (heard, { from }) => from === "d" && heard === 1;
const heardIn = ({ ballots }) => [...ballots.values()].reduce((n, { size }) => n + size, 0);
const timer = { name: "again" };

/** By bug: what is done before the ballot is handled. */
const BEFORE = {
  handle_throws: () => boom(),
  message_changed: (_, { message }) => {
    message.value = "another";
  },
  certificate_changed: ({ shown }) => {
    for (const { signers } of shown) signers.push("b");
  },
  progress_throws: (state) => {
    state.isBroken = true;
  },
};

/** What a bug makes of the right effects of the ballot. */
function answerOf(bug, effects, { shown, heard, event }) {
  if (bug in DESCRIBED || bug === "describe_throws") {
    return [{ kind: "broadcast", message: { ...event.message, isBroken: true } }];
  }
  if (bug === "endless_instant" && !isRare(heard, event)) return effects;
  return RETURNED[bug]?.(effects, { timer, shown }) ?? effects;
}

export default {
  name: "breakers",
  bugs: Object.fromEntries(NAMES.map((name) => [name, "the contract"])),
  create([bug]) {
    const right = offers.create([]);
    return {
      ...right,
      ...(PROPERTY_BUGS.includes(bug) && { properties: [new Counting(bug)] }),
      init(context) {
        if (bug === "init_throws" && isHere(context)) boom();
        return right.init(context);
      },
      describe(message) {
        if (message.isBroken && bug === "describe_throws") boom();
        const description = right.describe(message);
        return message.isBroken ? { ...description, ...DESCRIBED[bug] } : description;
      },
      progress(state) {
        if (state.isBroken) boom();
        return String(state.events);
      },
      handle(state, event, context) {
        state.events = (state.events ?? 0) + 1;
        if (event.kind === "timer" && event.timer.name === timer.name) {
          return [{ kind: "start-timer", timer, after: 0 }];
        }
        if (!isHere(context) || event.kind !== "message" || event.message.type !== "ballot") {
          return right.handle(state, event, context);
        }
        const shown = (state.shown ??= []);
        BEFORE[bug]?.(state, event);
        const heard = heardIn(state);
        return answerOf(bug, right.handle(state, event, context), { shown, heard, event });
      },
    };
  },
};
