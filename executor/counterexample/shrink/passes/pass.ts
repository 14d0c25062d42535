/** The interface of a pass: one kind of step towards a simpler scenario. */
import type { Subject } from "../subject.js";

/** One kind of step. Which of its candidates are simpler, and still fail, is for others to say. */
export interface Pass {
  /** What it does, in words: "delete a round". */
  readonly name: string;
  /** The subjects that are one step away, the most promising first. */
  candidates(subject: Subject): Iterable<Subject>;
}
