/** A rule's answer with its reason, which traces quote. */
export interface Decision {
  readonly allowed: boolean;
  readonly because: string;
}

export const allow = (because: string): Decision => ({ allowed: true, because });
export const deny = (because: string): Decision => ({ allowed: false, because });
