// Bundles CodeMirror into the one file that the site serves, with the licences of all packages in it beside it.
// `make text-editor` runs it; nobody needs Node to run or to test the site.
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "../../static/vendor");
const { dependencies } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
const name = `codemirror-${dependencies["@codemirror/view"]}`;

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["entry.js"],
  outfile: join(vendor, `${name}.min.js`),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "CodeMirror",
  target: "es2022",
  legalComments: "none",
  metafile: true,
});

const bundled = Object.keys(metafile.inputs)
  .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
  .filter(Boolean);
const parts = [];
for (const part of [...new Set(bundled)].sort()) {
  const folder = join(here, "node_modules", part);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if (version !== dependencies[part]) throw new Error(`${part} ${version} is not the version that package.json names`);
  if (license !== "MIT") throw new Error(`${part} is under ${license}`);
  parts.push(`${part} ${version}\n\n${(await readFile(join(folder, "LICENSE"), "utf8")).trim()}\n`);
}
const title = `${name}.min.js holds these packages, each under the MIT licence.\n`;
await writeFile(join(vendor, `${name}.LICENSE.txt`), [title, ...parts].join(`\n${"-".repeat(72)}\n\n`));
