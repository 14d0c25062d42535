/** A button that copies a text. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";

/** Shows the button, and whether it worked. */
export function CopyButton({ text }: { readonly text: string }): JSX.Element {
  const [state, setState] = useState<"Copy" | "Copied" | "Cannot copy: select it">("Copy");
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState("Copied"),
      () => setState("Cannot copy: select it"),
    );
  };
  return (
    <button type="button" onClick={copy} aria-live="polite">
      {state}
    </button>
  );
}
