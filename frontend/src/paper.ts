// Pages on paper: what is folded is printed as well, and folded again afterwards.
import { on } from "./page";

const opened = new Set<HTMLDetailsElement>();
// Of tabs only one can be open: their names are put aside until the paper is done.
const names = new Map<HTMLDetailsElement, string>();

on("click", "[data-print]", () => print());

addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll<HTMLDetailsElement>(".article-text details")) {
    if (one.name) names.set(one, one.name);
    one.removeAttribute("name");
    if (!one.open) opened.add(one);
    one.open = true;
  }
});

addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
  for (const [one, name] of names) one.name = name;
  opened.clear();
  names.clear();
});
