/** Tells whether the page is being printed: then diagrams are drawn beyond what is in sight. */
import { options } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Whether the page is being printed. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const set = (value: boolean) => (): void => {
      // The browser prints what is drawn when the event is over: drawing may not wait.
      options.debounceRendering = (draw) => {
        draw();
      };
      setPrinting(value);
      delete options.debounceRendering;
    };
    const [before, after] = [set(true), set(false)];
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
  return isPrinting;
}
