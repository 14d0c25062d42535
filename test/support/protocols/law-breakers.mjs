/** A protocol whose bugs break a law each, and that has another bug which breaks none. */
import offers from "./offers.mjs";

const BUGS = {
  counts_calls: "same events, same effects",
  state_elsewhere: "a copy of the state, and step, do as handle does",
  progress_stands_still: "progress changes with each change of the state",
  throws_at_strangers:
    "no message makes it throw, be it junk, repeated, out of order or a stranger's",
  describes_anew: "describe tells who signs a message, and the same each time",
  offers_twice: "it signs one value in a slot",
  changes_messages: "it leaves what it receives as it is",
  commits_nothing: "where nothing is wrong it commits as soon as it promises",
  ballots_for_all: "it is correct in 1,000 small scenarios",
};

let calls = 0;
const kept = new WeakMap();
const note = (because) => ({ kind: "decided", what: "note", allowed: true, because });

export default {
  name: "breakers",
  bugs: { ...BUGS, breaks_nothing: "no law" },
  create([bug]) {
    const right = offers.create(bug === "ballots_for_all" ? [bug] : []);
    const changes = {
      counts_calls: (_, effects) => [...effects, note(String(calls++))],
      state_elsewhere: ({ state }, effects) => {
        kept.set(state, (kept.get(state) ?? 0) + 1);
        return [...effects, note(String(kept.get(state)))];
      },
      throws_at_strangers: ({ event, context }, effects) => {
        const isKnown = event.kind !== "message" || context.validators.ids.includes(event.from);
        if (!isKnown) throw new Error("who is it?");
        return effects;
      },
      offers_twice: ({ state, event, context }, effects) => {
        if (event.kind !== "message") return effects;
        const { round } = state;
        const value = `${event.message.type} ${event.from}`;
        const message = { type: "offer", round, sender: context.self, value };
        return [...effects, { kind: "broadcast", message }];
      },
      changes_messages: ({ event }, effects) => {
        if (event.kind === "message") event.message.isRead = true;
        return effects;
      },
      commits_nothing: (_, effects) => effects.filter(({ kind }) => kind !== "commit"),
    };
    const change = changes[bug] ?? ((_, effects) => effects);
    return {
      ...right,
      promises: { recoversIn: 2 },
      ...(bug === "progress_stands_still" && { progress: () => "still" }),
      describe: (message) => ({
        ...right.describe(message),
        ...(bug === "describes_anew" ? { round: (calls++ % 5) + 1 } : {}),
      }),
      handle: (state, event, context) =>
        change({ state, event, context }, right.handle(state, event, context)),
    };
  },
};
