/** The result of a rule: allowed or refused, with the reason that traces show. */
export interface Decision {
  readonly allowed: boolean;
  /** A fixed phrase with hyphens, such as `qc-too-low`. */
  readonly because: string;
}

export const allow = (because: string): Decision => ({ allowed: true, because });
export const deny = (because: string): Decision => ({ allowed: false, because });
