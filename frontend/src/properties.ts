// Properties edited in place: the choice shows at once; if the server refuses, the old words come back with the reason.
import { on, onEach } from "./page";

const before = new WeakMap<Element, Node[]>();

on(
  "click",
  "[data-property] [data-option]",
  (option) => {
    const property = option.closest<HTMLElement>("[data-property]");
    const shown = property?.querySelector<HTMLElement>(".edit");
    const label = option.querySelector("[data-option-label]");
    if (!property || !shown || !label || option.getAttribute("aria-current") === "true") return;
    before.set(property, [...shown.childNodes].map((node) => node.cloneNode(true)));
    property.querySelector(".error")?.remove();
    const prefix = shown.querySelector(":scope > .sr-only");
    const mark = [...option.children].filter((child) => child.matches(".face, svg") && child.nextElementSibling);
    shown.replaceChildren(...(prefix ? [prefix] : []), ...mark.map((one) => one.cloneNode(true)), ...[...label.cloneNode(true).childNodes]);
    property.classList.add("saving");
  },
  true,
);

function takeBack(property: HTMLElement, words: string): void {
  property.classList.remove("saving");
  const shown = property.querySelector<HTMLElement>(".edit");
  const old = before.get(property);
  if (shown && old) shown.replaceChildren(...old);
  before.delete(property);
  if (!words || !shown) return;
  const line = document.createElement("p");
  line.className = "error text-sm text-error";
  line.setAttribute("role", "alert");
  line.textContent = words;
  shown.after(line);
  shown.focus();
}

onEach("[data-property]", (property) => {
  property.addEventListener("deskhand:refused", (event) => {
    event.preventDefault();
    takeBack(property, (event as CustomEvent<string>).detail);
  });
});
