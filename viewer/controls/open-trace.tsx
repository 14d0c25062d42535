/** Opens another trace: a file of JSON lines on the reader's machine. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { shownRun } from "../app/read-page.js";
import type { ShownRun } from "../app/read-page.js";
import { pack } from "../data/pack.js";
import { readTrace } from "../data/read-trace.js";

interface OpenTraceProps {
  readonly label: string;
  readonly onOpen: (run: ShownRun) => void;
}

/** A file chooser. What cannot be read is said beside it. */
export function OpenTrace(props: OpenTraceProps): JSX.Element {
  const [wrong, setWrong] = useState<string>();
  const read = async (file: File): Promise<void> => {
    try {
      const trace = readTrace((await file.text()).split("\n"));
      setWrong(undefined);
      props.onOpen(shownRun({ title: file.name, trace: pack(trace) }));
    } catch (error) {
      setWrong(`${file.name}: ${error instanceof Error ? error.message : "cannot be read"}`);
    }
  };
  return (
    <div class="open-trace">
      <label>
        {props.label}
        <input
          type="file"
          accept=".jsonl,.json"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) void read(file);
          }}
        />
      </label>
      {wrong === undefined ? null : <p role="alert">{wrong}</p>}
    </div>
  );
}
