import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

const folder = resolve(import.meta.dirname, "../src/deskhand/modules/knowledge/scripts");

/** The version that is worked on. Once released its file never changes again: sites name it by its digest. Raise this
 *  with the first change after a release. */
const version = readFileSync(resolve(folder, "VERSION"), "utf-8").trim();

/** The script that other sites embed: one file that imports nothing, left readable for those who embed it. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: process.env.WIDGET_DIR || folder,
    emptyOutDir: false,
    target: "es2022",
    minify: false,
    modulePreload: false,
    rolldownOptions: {
      input: resolve(import.meta.dirname, "src/widget.ts"),
      output: { format: "iife", entryFileNames: `widget-${version}.js` },
    },
  },
});
