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
    if (opened !== undefined) return [opened];
    if (compare) return runs;
    const run = number === undefined ? undefined : runs[number];
    return run === undefined ? [] : [run];
  }, [opened, compare, runs, number]);
  const open = <OpenTrace onOpen={setOpened} />;
  if (sweep !== undefined && shown.length === 0) return <SweepPanel sweep={sweep} open={open} />;
  return (
    <RunPage
      key={opened?.page.title ?? number}
      shown={shown}
      run={sweep === undefined ? undefined : number}
      open={open}
    />
  );
}
