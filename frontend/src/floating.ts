// Menus: arrow keys, first letters; placed by the browser where it knows how, else from here.
import htmx from "htmx.org";
import { on, onEach } from "./page";

const PLACED_BY_CSS = CSS.supports("position-area", "bottom");
const GAP = 4;

function place(popover: HTMLElement): void {
  const button = document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (!button) return;
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const left = popover.classList.contains("to-left") ? box.right - width : box.left;
  const below = box.bottom + GAP + height <= window.innerHeight || box.top < height + GAP;
  popover.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
  popover.style.top = `${below ? box.bottom : box.top - height - GAP * 2}px`;
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[data-menu-item], [data-option]")].filter((item) => item.checkVisibility());
}

/** Moves the focus into what has just opened: its search field, else its first entry. */
export function enter(popover: HTMLElement): void {
  if (popover.contains(document.activeElement)) return;
  const field = popover.querySelector<HTMLElement>("input[type=search]");
  (field?.checkVisibility() ? field : items(popover)[0])?.focus({ preventScroll: true });
}

document.addEventListener(
  "toggle",
  (event) => {
    const popover = event.target;
    if (!(popover instanceof HTMLElement) || !popover.matches(".pop") || (event as ToggleEvent).newState !== "open") return;
    if (!PLACED_BY_CSS) place(popover);
    enter(popover);
  },
  true,
);

on("keydown", ".pop", (menu, event) => {
  const all = items(menu);
  const here = all.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
  let next = steps[event.key];
  if (document.activeElement instanceof HTMLSelectElement) return;
  const typing = document.activeElement instanceof HTMLInputElement;
  if (typing && (event.key === "Home" || event.key === "End")) return;
  if (next === undefined && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !typing) {
    const letter = event.key.toLowerCase();
    const starts = (item: HTMLElement): boolean => (item.textContent ?? "").trim().toLowerCase().startsWith(letter);
    next = [...all.slice(here + 1), ...all.slice(0, here + 1)].map((item) => (starts(item) ? all.indexOf(item) : -1)).find((n) => n >= 0);
  }
  if (next === undefined || all.length === 0) return;
  event.preventDefault();
  all[(next + all.length) % all.length]?.focus();
});

// Whatever was chosen, the menu has done its work.
on("click", "[data-menu-item]", (item) => {
  const menu = item.closest<HTMLElement>("[popover]");
  // After the form was sent: hiding moves the focus, and htmx takes the focused button for the one that was pressed.
  window.setTimeout(() => menu?.matches(":popover-open") && menu.hidePopover());
});

onEach("[data-load-url]", (popover) => {
  popover.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState !== "open" || popover.dataset.loaded) return;
    popover.dataset.loaded = "yes";
    void htmx.ajax("get", popover.dataset.loadUrl ?? "", { target: popover, swap: "innerHTML" });
  });
});
