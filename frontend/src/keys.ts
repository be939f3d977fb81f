// The keyboard. Controls name their key (data-key); lists are walked; nothing single acts inside a field.
import { clone, isShown, isTyping, on, part } from "./page";
import { enter } from "./floating";
import { currentList, cursorRow, move, pick, pickNone, pickUpTo } from "./ledger";
import { word } from "./words";

const SECOND_STROKE_MS = 1200;

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
function press(key: string): boolean {
  const named = controls().filter((one) => one.dataset.key === key);
  const visible = named.find(isReachable);
  if (visible) {
    act(visible);
    return true;
  }
  const list = currentList();
  const row = list && cursorRow(list);
  const inBar = named.find((one) => one.closest("[data-selection-bar]"));
  if (!inBar || !list || !row) return false;
  pick(list, row, true);
  act(inBar);
  return true;
}

function walk(key: string, isShift: boolean): boolean {
  const list = currentList();
  if (!list) return false;
  const row = cursorRow(list);
  if (key === "j" || key === "k") move(list, key === "j" ? 1 : -1);
  else if ((key === "J" || key === "K") && row) extend(list, key === "J" ? 1 : -1);
  else if (key === "x" && row) pick(list, row);
  else if (key === "X" && isShift && row) pickUpTo(list, row);
  else if ((key === "Enter" || key === "o") && row) row.querySelector<HTMLElement>("[data-open]")?.click();
  else if (key === "Escape" && list.picked.size > 0) pickNone(list);
  else return false;
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
  if (key === "?") return showKeys();
  if (controls().some((one) => one.dataset.key?.startsWith(`${key} `))) {
    first = key;
    timer = window.setTimeout(() => (first = ""), SECOND_STROKE_MS);
    return true;
  }
  return walk(key, event.shiftKey) || press(key);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && isTyping(event.target)) return leave(event.target as HTMLElement);
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  // A menu has keys of its own, and Enter on a link or button is the browser's.
  if (document.querySelector(".pop:popover-open")) return;
  const origin = event.target instanceof Element ? event.target : null;
  if (event.key === "Enter" && origin?.closest("a, button, summary, input, label")) return;
  if (strike(event)) event.preventDefault();
});

/** Escape leaves a field, so that keys act again; the text stays. */
function leave(field: HTMLElement): void {
  if (field.closest("dialog, [popover], [data-combobox]")) return;
  field.blur();
  (document.querySelector<HTMLElement>("[data-ledger] .here [data-open]") ?? document.getElementById("main"))?.focus();
}

function entries(): [string, string][] {
  const own = new Map<string, string>();
  for (const control of controls()) {
    const key = control.dataset.key ?? "";
    if (!key || own.has(key) || control.closest("[data-toast]")) continue;
    own.set(key, control.dataset.keyLabel ?? control.getAttribute("aria-label") ?? named(control));
  }
  const list: [string, string][] = currentList()
    ? [["j", word("key_next")], ["k", word("key_previous")], ["↵", word("key_open")], ["x", word("key_select")], ["⇧ x", word("key_range")]]
    : [];
  const send: [string, string][] = document.querySelector("[data-composer]") ? [["Ctrl ↵", word("key_send")]] : [];
  own.delete("?");
  own.delete("Escape");
  return [...list, ...own, ...send, ["Esc", word("key_clear")], ["?", word("key_keys")]];
}

/** What a control is called: its text without the key caps. */
function named(control: HTMLElement): string {
  const copy = control.cloneNode(true) as HTMLElement;
  for (const cap of copy.querySelectorAll(".key, [aria-hidden]")) cap.remove();
  return (copy.textContent ?? "").trim();
}

/** What stands on the reader's keyboard where English ones have these words. */
function capNames(): Partial<Record<string, string>> {
  return { Ctrl: word("cap_ctrl"), Backspace: word("cap_backspace"), Esc: word("cap_esc") };
}

function showKeys(): boolean {
  const dialog = clone("tpl-keys") as HTMLDialogElement;
  const list = part(dialog, "keys");
  for (const [keys, label] of entries()) {
    const row = document.createElement("div");
    row.className = "flex items-center gap-3";
    const words = document.createElement("dt");
    words.className = "flex-1";
    words.textContent = label;
    const caps = document.createElement("dd");
    caps.className = "flex gap-1";
    for (const one of keys.split(" ")) {
      const cap = document.createElement("kbd");
      cap.className = "key";
      cap.textContent = capNames()[one] ?? one;
      caps.append(cap);
    }
    row.append(words, caps);
    list.append(row);
  }
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return true;
}

on("click", "[data-keys]", () => showKeys());
