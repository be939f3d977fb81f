import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const outDir = resolve(import.meta.dirname, "../src/deskhand/web/static/deskhand");

/** Twelve hex digits: the shape of name that WhiteNoise serves as never changing. */
const hashed = "[name].[hash:12]";

export default defineConfig({
  root: import.meta.dirname,
  // Addresses relative to the file they stand in: the pages may serve them from anywhere.
  base: "./",
  publicDir: false,
  plugins: [tailwindcss()],
  build: {
    outDir,
    emptyOutDir: true,
    assetsDir: "",
    manifest: "manifest.json",
    license: { fileName: "licences.md" },
    target: "es2022",
    modulePreload: { polyfill: false },
    // Nothing as data: address, the content policy allows files only.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    rolldownOptions: {
      // htmx carries an eval that `allowEval: false` never reaches; the content policy forbids it besides.
      checks: { eval: false },
      input: ["src/main.ts", "src/widget-page.ts", "src/style.css", "src/layout.css"].map((entry) =>
        resolve(import.meta.dirname, entry),
      ),
      output: {
        hashCharacters: "hex",
        entryFileNames: `${hashed}.js`,
        chunkFileNames: `${hashed}.js`,
        assetFileNames: `${hashed}[extname]`,
      },
    },
  },
});
