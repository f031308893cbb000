// Compile the style sheets, left to right and right to left. Called by build.py: node styles.mjs SOURCE TARGET
import { readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import rtlcss from "rtlcss";
import * as sass from "sass";

const [source, target] = process.argv.slice(2);
const node_modules = join(import.meta.dirname, "node_modules");

for (const file of readdirSync(source).filter((name) => name.endsWith(".scss") && !name.startsWith("_"))) {
  const { css } = sass.compile(join(source, file), {
    style: "compressed",
    loadPaths: [node_modules],
    quietDeps: true,
    charset: false,
  });
  const name = basename(file, ".scss");
  writeFileSync(join(target, `${name}.css`), css);
  writeFileSync(join(target, `${name}-rtl.css`), rtlcss.process(css));
}
