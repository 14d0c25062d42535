/** An audit, for a reader and for programs. */
import type { Style } from "../../io/terminal/style.js";
import { grouped } from "../../io/terminal/text.js";
import type { Audit, Deviation } from "./audit.js";
import type { SpaceCertificate } from "./certificates/certificate.js";
import { sumsOf } from "./certificates/certificate-content.js";
import { outcomeKey } from "./outcome.js";

/** What an audit is reported with. */
export interface Audited {
  readonly certificate: SpaceCertificate;
  readonly audit: Audit;
  /** The version that audits. */
  readonly tool: string;
  /** Wall-clock time. */
  readonly seconds: number;
}

const MOST_SHOWN = 10;

/** For a reader. */
export function auditReport(
  { certificate, audit, tool, seconds }: Audited,
  style: Style,
): readonly string[] {
  const { sampled, contradictions, unlikely } = audit;
  const { basis, scenarios, root } = certificate;
  const agrees = contradictions.length + unlikely.length === 0;
  const { hashes, sums } = checkedOf(certificate);
  const again = `${grouped(sampled)} scenarios run in ${seconds.toFixed(1)} s`;
  return [
    `certificate ${root.slice(0, 16)} of ${grouped(scenarios)} scenarios of ${basis.hash}`,
    `checksum, ${grouped(hashes)} hashes and ${grouped(sums)} sums verified; ${again}`,
    ...(tool === basis.tool
      ? []
      : [`written by version ${basis.tool}; audited by version ${tool}`]),
    "",
    ...contradictions.slice(0, MOST_SHOWN).map(({ id, outcome }) => {
      return style.bad(
        `${id} has an outcome that the certificate excludes: ${outcomeKey(outcome)}`,
      );
    }),
    ...andMore(contradictions.length - MOST_SHOWN),
    ...unlikely.slice(0, MOST_SHOWN).map((each) => style.bad(deviation(each))),
    ...andMore(unlikely.length - MOST_SHOWN),
    agrees
      ? style.good("all outcomes and their frequencies agree with the certificate")
      : style.bad("the certificate is wrong"),
  ];
}

/** How much is right of what is checked before anything is run. */
interface Checked {
  /** That of each subtree, and the root. */
  readonly hashes: number;
  readonly sums: number;
}

const checkedOf = (certificate: SpaceCertificate): Checked => ({
  hashes: certificate.subtrees.length + 1,
  sums: sumsOf(certificate),
});

const andMore = (more: number): readonly string[] => (more > 0 ? [`and ${more} more`] : []);

function deviation({ outcome, round, met, expected }: Deviation): string {
  const key = outcomeKey(outcome);
  return round === undefined
    ? `${met} scenarios with this outcome, ${expected.toFixed(1)} expected: ${key}`
    : `${met} scenarios that begin with "${round}" with this outcome, not ${expected}: ${key}`;
}

/** The same as one JSON document. */
export function auditDocument({ certificate, audit, tool }: Audited): string {
  const plain = <T extends { readonly outcome: Parameters<typeof outcomeKey>[0] }>(each: T) => ({
    ...each,
    outcome: outcomeKey(each.outcome),
  });
  return JSON.stringify(
    {
      root: certificate.root,
      sha256: certificate.sha256,
      scenarios: String(certificate.scenarios),
      checked: checkedOf(certificate),
      ...{ tool, sampled: audit.sampled },
      contradictions: audit.contradictions.map(plain),
      unlikely: audit.unlikely.map(plain),
    },
    null,
    2,
  );
}
