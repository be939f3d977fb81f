// The keyboard. Controls name their key (data-key); lists are walked; nothing single acts inside a field.
import { isShown, isTyping, on } from "./page";
import { enter } from "./floating";
import { currentList, cursorRow, move, pick, pickNone, pickUpTo } from "./ledger";
import { word } from "./words";

const SECOND_STROKE_MS = 1200;
/** Opens the palette where no control of the page has it. */
const PALETTE_KEY = "c";

let first = "";
let timer = 0;

function controls(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-key]")].filter((one) => !one.matches(":disabled"));
}

function isReachable(control: HTMLElement): boolean {
  const seen = control instanceof HTMLInputElement && control.type === "radio" ? control.closest("label") : control;
  return seen !== null && isShown(seen);
}

function act(control: HTMLElement): void {
  if (control instanceof HTMLInputElement && ["text", "search"].includes(control.type)) {
    control.focus();
    control.select();
  } else {
    control.click();
    control.dispatchEvent(new CustomEvent("deskhand:key", { bubbles: true }));
    // At once: whoever types on must not type into the list.
    const opened = document.querySelector<HTMLElement>(".pop:popover-open");
    if (opened) enter(opened);
  }
}

/** Acts on the control with this key; one of the selection bar takes the row under the cursor if nothing is selected. */
export function press(key: string): boolean {
  const named = controls().filter((one) => one.dataset.key === key);
  const visible = named.find(isReachable);
  if (visible) {
    act(visible);
    return true;
  }
  const inDrawer = named.find((one) => one.closest("[popover]:not(:popover-open)"));
  if (inDrawer && openAround(inDrawer)) return true;
  const list = currentList();
  const row = list && cursorRow(list);
  const inBar = named.find((one) => one.closest("[data-selection-bar]"));
  if (!inBar || !list || !row) return false;
  pick(list, row, true);
  act(inBar);
  return true;
}

/** A control in a drawer that is shut (the properties on a small screen): the drawer opens first. */
function openAround(control: HTMLElement): boolean {
  const drawer = control.closest<HTMLElement>("[popover]:not(:popover-open)");
  if (!drawer || drawer.hasAttribute("data-menu")) {
    control.click();
    return true;
  }
  drawer.showPopover();
  act(control);
  return true;
}

/** A key that is no control of the page. What the sheet shows and what acts are the same entries. */
type Shortcut = { keys: string[]; shown: string; label: () => string; group: string; isHere: () => boolean; act: (event: KeyboardEvent) => boolean };

const inList = (): boolean => currentList() !== undefined && currentList() !== null;

function onRow(act: (list: NonNullable<ReturnType<typeof currentList>>, row: HTMLElement) => void): () => boolean {
  return () => {
    const list = currentList();
    const row = list && cursorRow(list);
    if (!list || !row) return false;
    act(list, row);
    return true;
  };
}

function step(by: number): () => boolean {
  return () => {
    const list = currentList();
    if (list) move(list, by);
    return Boolean(list);
  };
}

const SHORTCUTS: Shortcut[] = [
  { keys: ["j"], shown: "j", label: () => word("key_next"), group: "list", isHere: inList, act: step(1) },
  { keys: ["k"], shown: "k", label: () => word("key_previous"), group: "list", isHere: inList, act: step(-1) },
  { keys: ["Enter", "o"], shown: "↵", label: () => word("key_open"), group: "list", isHere: inList, act: onRow((_list, row) => row.querySelector<HTMLElement>("[data-open]")?.click()) },
  { keys: ["x"], shown: "x", label: () => word("key_select"), group: "list", isHere: inList, act: onRow((list, row) => pick(list, row)) },
  { keys: ["X"], shown: "⇧ x", label: () => word("key_range"), group: "list", isHere: inList, act: onRow((list, row) => pickUpTo(list, row)) },
  { keys: ["J"], shown: "⇧ j", label: () => word("key_extend"), group: "list", isHere: inList, act: onRow((list) => extend(list, 1)) },
  { keys: ["K"], shown: "⇧ k", label: () => word("key_extend_up"), group: "list", isHere: inList, act: onRow((list) => extend(list, -1)) },
  { keys: ["Escape"], shown: "Esc", label: () => word("key_clear"), group: "everywhere", isHere: () => true, act: clear },
  { keys: ["?"], shown: "?", label: () => word("key_keys"), group: "everywhere", isHere: () => true, act: () => showKeys() },
  { keys: ["Ctrl k"], shown: "Ctrl K", label: () => word("key_palette"), group: "everywhere", isHere: () => paletteButton() !== null, act: () => palette() },
  // The editor itself sends: the sheet only tells of it.
  { keys: [], shown: "Ctrl ↵", label: () => word("key_send"), group: "writing", isHere: () => document.querySelector("[data-composer]") !== null, act: () => false },
];

function walk(event: KeyboardEvent): boolean {
  return SHORTCUTS.some((one) => one.keys.includes(event.key) && one.isHere() && one.act(event));
}

function clear(): boolean {
  const list = currentList();
  if (!list || list.picked.size === 0) return false;
  pickNone(list);
  return true;
}

function paletteButton(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-palette]");
}

function palette(): boolean {
  const button = paletteButton();
  if (!button) return false;
  void import("./palette/palette").then(({ openPalette }) => openPalette(button));
  return true;
}

function extend(list: NonNullable<ReturnType<typeof currentList>>, by: number): void {
  const from = cursorRow(list);
  if (from) pick(list, from, true);
  move(list, by);
  const to = cursorRow(list);
  if (to) pick(list, to, true);
}

function strike(event: KeyboardEvent): boolean {
  const { key } = event;
  const pair = first ? `${first} ${key}` : "";
  first = "";
  window.clearTimeout(timer);
  if (pair && press(pair)) return true;
  if (controls().some((one) => one.dataset.key?.startsWith(`${key} `))) {
    first = key;
    timer = window.setTimeout(() => (first = ""), SECOND_STROKE_MS);
    return true;
  }
  return walk(event) || press(key) || (key === PALETTE_KEY && palette());
}

/** Whether keys without a modifier may act: a person can switch them off, for speech input and unsteady hands. */
function singleKeysAct(): boolean {
  return document.body.dataset.singleKeys !== "off";
}

document.addEventListener("keydown", (event) => {
  const isPalette = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
  if (isPalette && !document.querySelector("dialog[open]") && palette()) event.preventDefault();
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && isTyping(event.target)) return leave(event.target as HTMLElement);
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  // A menu has keys of its own, and Enter on a link or button is the browser's.
  if (document.querySelector(".pop:popover-open")) return;
  const origin = event.target instanceof Element ? event.target : null;
  if (event.key === "Enter" && origin?.closest("a, button, summary, input, label")) return;
  if (event.key.length === 1 && !singleKeysAct()) return;
  if (strike(event)) event.preventDefault();
});

/** Escape leaves a field, so that keys act again; the text stays. */
function leave(field: HTMLElement): void {
  if (field.closest("dialog, [popover], [data-combobox]")) return;
  field.blur();
  (document.querySelector<HTMLElement>("[data-ledger] .here [data-open]") ?? document.getElementById("main"))?.focus();
}

/** A line of the sheet: keys, words, and where it belongs. */
export type Line = { keys: string; words: string; group: string };

/** All keys that act on this page now: those of its controls, and the others. */
export function keysHere(): Line[] {
  const own = new Map<string, Line>();
  for (const control of controls()) {
    const keys = control.dataset.key ?? "";
    if (!keys || own.has(keys) || control.closest("[data-toast]") || SHORTCUTS.some((one) => one.shown === keys)) continue;
    if (keys === "Escape" || !canAct(control)) continue;
    own.set(keys, { keys, words: control.dataset.keyLabel ?? control.getAttribute("aria-label") ?? named(control), group: groupOf(control) });
  }
  const others = SHORTCUTS.filter((one) => one.isHere()).map((one) => ({ keys: one.shown, words: one.label(), group: one.group }));
  if (paletteButton() && !own.has(PALETTE_KEY)) others.push({ keys: PALETTE_KEY, words: word("key_palette"), group: "everywhere" });
  return [...own.values(), ...others];
}

/** What acts only on picked rows acts on the row under the cursor as well, so it counts while there is a list. */
function canAct(control: HTMLElement): boolean {
  return isReachable(control) || control.closest("[data-selection-bar], [popover]") !== null;
}

function groupOf(control: HTMLElement): string {
  if (control.closest(".rail")) return "go";
  if (control.closest("[data-selection-bar]")) return "list";
  return control.closest("[data-composer]") ? "writing" : "page";
}

/** What a control is called: its text without the key caps. */
function named(control: HTMLElement): string {
  const copy = control.cloneNode(true) as HTMLElement;
  for (const cap of copy.querySelectorAll(".key, [aria-hidden]")) cap.remove();
  return (copy.textContent ?? "").trim();
}

export function showKeys(): boolean {
  void import("./keys-sheet").then(({ showSheet }) => showSheet());
  return true;
}

on("click", "[data-keys]", () => showKeys());
on("click", "[data-palette]", () => palette());
