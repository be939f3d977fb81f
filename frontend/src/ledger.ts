// Lists: a cursor that walks, a selection that survives live changes, and the bar that acts on it.
import { isShown, on, onEach } from "./page";
import { word } from "./words";

type List = { root: HTMLElement; picked: Set<string>; cursor: string; anchor: string };

const lists = new Map<HTMLElement, List>();

function state(root: HTMLElement): List {
  let list = lists.get(root);
  if (!list) lists.set(root, (list = { root, picked: new Set(), cursor: "", anchor: "" }));
  return list;
}

/** The list that keys act on: the one on screen. */
export function currentList(): List | undefined {
  for (const root of lists.keys()) if (!root.isConnected) lists.delete(root);
  return [...lists.values()].find(({ root }) => isShown(root));
}

function rowsOf(list: List): HTMLElement[] {
  return [...list.root.querySelectorAll<HTMLElement>("[data-row]")];
}

const idOf = (row: HTMLElement): string => row.dataset.row ?? "";

function bar(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-selection-bar]");
}

function allField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("[data-select-all-field]");
}

/** Shows on the page what the state says; called after every change and after every swap. */
function draw(list: List): void {
  const rows = rowsOf(list);
  const there = new Set(rows.map(idOf));
  for (const id of list.picked) if (!there.has(id)) list.picked.delete(id);
  for (const row of rows) {
    const picked = list.picked.has(idOf(row));
    row.classList.toggle("picked", picked);
    row.classList.toggle("here", idOf(row) === list.cursor);
    const tick = row.querySelector<HTMLInputElement>("[data-select]");
    if (tick) tick.checked = picked;
  }
  list.root.classList.toggle("picking", list.picked.size > 0);
  const page = list.root.querySelector<HTMLInputElement>("[data-select-page]");
  if (page) {
    page.checked = rows.length > 0 && list.picked.size === rows.length;
    page.indeterminate = list.picked.size > 0 && !page.checked;
  }
  drawBar(list);
}

function drawBar(list: List): void {
  const found = bar();
  if (!found) return;
  found.hidden = list.picked.size === 0;
  if (found.hidden) setAll(false);
  const count = found.querySelector("[data-selection-count]");
  const isAll = allField()?.value === "1";
  const total = Number(list.root.dataset.total ?? 0);
  const text = isAll
    ? word("all_selected", { n: total.toLocaleString(document.documentElement.lang) })
    : word("selected", { n: list.picked.size });
  if (count && count.textContent !== text) count.textContent = text;
}

function setAll(yes: boolean): void {
  const field = allField();
  if (field) field.value = yes ? "1" : "";
}

export function pick(list: List, row: HTMLElement, yes = !list.picked.has(idOf(row))): void {
  if (yes) list.picked.add(idOf(row));
  else list.picked.delete(idOf(row));
  list.anchor = idOf(row);
  setAll(false);
  draw(list);
}

export function pickUpTo(list: List, row: HTMLElement): void {
  const rows = rowsOf(list);
  const to = rows.indexOf(row);
  const from = rows.findIndex((one) => idOf(one) === list.anchor);
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
  for (const one of rows.slice(first, last + 1)) list.picked.add(idOf(one));
  setAll(false);
  draw(list);
}

export function pickNone(list: List): void {
  list.picked.clear();
  draw(list);
}

export function cursorRow(list: List): HTMLElement | undefined {
  return rowsOf(list).find((row) => idOf(row) === list.cursor);
}

/** Moves the cursor by some rows; the focus goes along, so that screen readers and Enter know the row. */
export function move(list: List, by: number): void {
  const rows = rowsOf(list);
  const here = rows.findIndex((row) => idOf(row) === list.cursor);
  const next = rows[here < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, here + by))];
  if (!next) return;
  list.cursor = idOf(next);
  draw(list);
  next.querySelector<HTMLElement>("[data-open]")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

onEach("[data-ledger]", (root) => {
  const list = state(root);
  for (const row of rowsOf(list)) {
    if (row.querySelector<HTMLInputElement>("[data-select]")?.checked) list.picked.add(idOf(row));
    if (row.classList.contains("here")) list.cursor = idOf(row);
  }
  draw(list);
});

on("focusin", "[data-ledger] [data-row]", (row) => {
  const root = row.closest<HTMLElement>("[data-ledger]");
  if (!root) return;
  const list = state(root);
  list.cursor = idOf(row);
  draw(list);
});

on("click", "[data-select]", (tick, event) => {
  const root = tick.closest<HTMLElement>("[data-ledger]");
  const row = tick.closest<HTMLElement>("[data-row]");
  if (!root || !row) return;
  if ((event as MouseEvent).shiftKey) pickUpTo(state(root), row);
  else pick(state(root), row, (tick as HTMLInputElement).checked);
});

on("click", "[data-select-page]", (tick) => {
  const root = tick.closest<HTMLElement>("[data-ledger]");
  if (!root) return;
  const list = state(root);
  const yes = (tick as HTMLInputElement).checked;
  list.picked = new Set(yes ? rowsOf(list).map(idOf) : []);
  setAll(false);
  draw(list);
});

on("click", "[data-select-all]", () => {
  const list = currentList();
  if (!list) return;
  list.picked = new Set(rowsOf(list).map(idOf));
  setAll(true);
  draw(list);
});

on("click", "[data-select-none]", () => {
  const list = currentList();
  if (list) pickNone(list);
});

// A bulk act that went well has used the selection up.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = (event as CustomEvent<{ elt: HTMLElement; successful: boolean }>).detail;
  const list = currentList();
  if (successful && list && elt.id && elt.id === bar()?.dataset.selectionBar) pickNone(list);
});

for (const type of ["htmx:afterSettle", "deskhand:morphed"]) {
  document.addEventListener(type, () => {
    const list = currentList();
    if (list) draw(list);
  });
}
