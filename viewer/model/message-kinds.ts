/** The types of messages of a run, each with its role and a look of its own. */
import type { Run } from "./run.js";

/** The role of a type of message; `other` where the trace does not tell. */
export type Role = "proposal" | "vote" | "timeout" | "request" | "response" | "other";

/** A type of message, and how its arrows look. */
export interface MessageKind {
  readonly type: string;
  readonly role: Role;
  /** Its number among the types of its role: types of one role differ by their dashes. */
  readonly variant: number;
  /** How many copies the run has. */
  readonly copies: number;
}

/** The types that occur in a run or that its header declares. */
export function messageKinds(runs: readonly Run[]): readonly MessageKind[] {
  const counts = new Map<string, number>();
  const roles = new Map<string, Role>();
  for (const { trace, copies } of runs) {
    for (const { type, role } of trace.header.messages ?? []) {
      counts.set(type, counts.get(type) ?? 0);
      roles.set(type, role ?? "other");
    }
    for (const { message } of copies) {
      counts.set(message.type, (counts.get(message.type) ?? 0) + 1);
    }
  }
  const variants = new Map<Role, number>();
  return [...counts].map(([type, copies]) => {
    const role = roles.get(type) ?? "other";
    const variant = variants.get(role) ?? 0;
    variants.set(role, variant + 1);
    return { type, role, variant, copies };
  });
}
