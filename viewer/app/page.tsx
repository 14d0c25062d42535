/** The page: a run, two runs side by side, or a sweep with its examples. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { JSX } from "preact";
import { SweepPanel } from "../panels/sweep.js";
import { OpenTrace } from "../controls/open-trace.js";
import type { ShownPage, ShownRun } from "./read-page.js";
import { RunPage } from "./run-page.js";
import { readLink } from "./view.js";

/** Shows a page. */
export function Page({ data }: { readonly data: ShownPage }): JSX.Element {
  const [opened, setOpened] = useState<ShownRun>();
  const [other, setOther] = useState<ShownRun>();
  const [chosen, setChosen] = useState(() => readLink(location.hash, 0).run);
  useEffect(() => {
    const follow = (): void => setChosen(readLink(location.hash, 0).run);
    addEventListener("hashchange", follow);
    return () => {
      removeEventListener("hashchange", follow);
    };
  }, []);
  const { runs, compare, sweep } = data;
  const number = sweep === undefined ? 0 : chosen;
  const shown = useMemo(() => {
    const first = opened ?? (number === undefined ? undefined : runs[number]);
    if (first === undefined) return [];
    if (other !== undefined) return [first, other];
    return compare && opened === undefined ? runs : [first];
  }, [opened, other, compare, runs, number]);
  const open = (
    <>
      <OpenTrace label="Open a trace (--trace-out)" onOpen={setOpened} />
      {shown.length === 0 ? null : <OpenTrace label="Compare with a trace" onOpen={setOther} />}
    </>
  );
  if (sweep !== undefined && shown.length === 0) return <SweepPanel sweep={sweep} open={open} />;
  return (
    <RunPage
      key={JSON.stringify([number, opened?.page.title, other?.page.title])}
      shown={shown}
      run={sweep === undefined ? undefined : number}
      open={open}
    />
  );
}
