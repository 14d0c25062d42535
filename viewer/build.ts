/** Builds the viewer: one page without data, which the commands fill in. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The text that esbuild makes of an entry. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    bundle: true,
    minify: true,
    write: false,
    target: "es2022",
    legalComments: "none",
    tsconfig: here("tsconfig.json"),
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${entry}: esbuild made nothing of it`);
  return file.text.trim();
}

/** The source of a content security policy that allows exactly this text. */
const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const script = await bundle("app/main.tsx");
const style = await bundle("styles/all.css");
if (/<\/(script|style)/i.test(script + style)) throw new Error("a text ends its own element");
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>twins-bft</title>
<style>${style}</style>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="data">{{data}}</script>
<script>${script}</script>
</body>
</html>
`;
mkdirSync(here("../dist/viewer"), { recursive: true });
writeFileSync(here("../dist/viewer/page.html"), page);
