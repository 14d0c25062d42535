/** The result of a rule: allowed or refused, with the reason that traces show. */
export interface Decision {
  readonly allowed: boolean;
  readonly because: string;
}

export const allow = (because: string): Decision => ({ allowed: true, because });
export const deny = (because: string): Decision => ({ allowed: false, because });
