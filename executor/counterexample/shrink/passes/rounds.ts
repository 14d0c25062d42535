/** Passes that leave out rounds, or make them alike. */
import { withRound } from "../subject.js";
import type { Pass } from "./pass.js";

/** What follows a violation need not be scripted. The shortest beginning comes first. */
export const cutTheEnd: Pass = {
  name: "cut the end",
  candidates: (subject) =>
    subject.rounds.slice(1).map((_, index) => ({
      ...subject,
      rounds: subject.rounds.slice(0, index + 1),
    })),
};

export const deleteRound: Pass = {
  name: "delete a round",
  candidates: (subject) =>
    subject.rounds.length < 2
      ? []
      : subject.rounds.map((_, index) => ({
          ...subject,
          rounds: subject.rounds.filter((_each, at) => at !== index),
        })),
};

/** A round like the one before it, or the one after it. */
export const repeatRound: Pass = {
  name: "repeat a round",
  candidates: (subject) =>
    subject.rounds.flatMap((_, index) =>
      [subject.rounds[index - 1], subject.rounds[index + 1]].flatMap((neighbour) =>
        neighbour === undefined ? [] : withRound(subject, index, () => neighbour),
      ),
    ),
};
