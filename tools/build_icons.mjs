// Writes src/deskhand/web/icons.json: the inner markup of each Lucide icon that frontend/icons.txt names.
// An unknown name ends the build, so that no page shows a hole.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const folder = resolve(root, "node_modules/lucide-static/icons");
const list = resolve(root, "frontend/icons.txt");
const target = resolve(root, "src/deskhand/web/icons.json");

const names = readFileSync(list, "utf8")
  .split("\n")
  .map((line) => line.replace(/#.*/, "").trim())
  .filter(Boolean);

const unknown = names.filter((name) => !existsSync(resolve(folder, `${name}.svg`)));
if (unknown.length > 0) {
  console.error(`frontend/icons.txt names icons that Lucide does not have: ${unknown.join(", ")}`);
  process.exit(1);
}

/** What stands between <svg ...> and </svg>, on one line. */
function inner(name) {
  const svg = readFileSync(resolve(folder, `${name}.svg`), "utf8");
  return svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<\/?svg[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .replace(/ \/>/g, "/>")
    .replace(/> </g, "><")
    .trim();
}

const icons = Object.fromEntries([...new Set(names)].sort().map((name) => [name, inner(name)]));
writeFileSync(target, `${JSON.stringify(icons, null, 1)}\n`);
copyFileSync(resolve(folder, "../LICENSE"), resolve(root, "src/deskhand/web/icons.LICENSE"));
console.log(`${Object.keys(icons).length} icons -> src/deskhand/web/icons.json`);
