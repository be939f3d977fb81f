// Pickers: a list in a popover, filtered while one types; long lists come from the server.
import htmx from "htmx.org";
import { clone, later, on, onEach, part } from "./page";
import { getJson } from "./requests";

export type Item = { id: string | number; label: string; detail?: string };

const WAIT_MS = 150;

function options(picker: HTMLElement): HTMLElement[] {
  return [...picker.querySelectorAll<HTMLElement>("[data-option]")];
}

/** Text without accents and case, as people type it. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function filter(picker: HTMLElement, typed: string): void {
  const wanted = folded(typed.trim()).split(/\s+/);
  let shown = 0;
  for (const option of options(picker)) {
    const text = folded(option.textContent ?? "");
    option.hidden = !wanted.every((one) => text.includes(one));
    if (!option.hidden) shown += 1;
  }
  tell(picker, shown);
}

function tell(picker: HTMLElement, shown: number): void {
  const empty = picker.querySelector<HTMLElement>("[data-picker-empty]");
  if (empty) empty.hidden = shown > 0;
}

async function load(picker: HTMLElement, typed: string): Promise<void> {
  const { items } = await getJson<{ items: Item[] }>(picker.dataset.optionsUrl ?? "", { q: typed });
  // Answers may overtake each other: only that to what stands in the field is shown.
  if (typed !== (picker.querySelector<HTMLInputElement>("[data-picker-search]")?.value ?? "")) return;
  picker.dataset.listed = typed;
  const list = picker.querySelector<HTMLElement>("[data-picker-options]");
  if (!list) return;
  list.replaceChildren(...items.map((item) => offered(picker, item)));
  htmx.process(list); // A button outside its form is heard by htmx only once it knows it.
  tell(picker, items.length);
}

function offered(picker: HTMLElement, item: Item): HTMLElement {
  const option = clone("tpl-pick") as HTMLButtonElement;
  option.name = picker.dataset.picker ?? "";
  option.value = String(item.id);
  if (picker.dataset.pickerForm) option.setAttribute("form", picker.dataset.pickerForm);
  part(option, "label").textContent = item.label;
  part(option, "detail").textContent = item.detail ?? "";
  return option;
}

onEach("[data-picker]", (picker) => {
  const field = picker.querySelector<HTMLInputElement>("[data-picker-search]");
  const ask = (): void => void load(picker, field?.value ?? "").catch(() => tell(picker, 0));
  const askSoon = later(ask, WAIT_MS);
  field?.addEventListener("input", () => (picker.dataset.optionsUrl ? askSoon() : filter(picker, field.value)));
  field?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const choose = (): void => options(picker).find((option) => option.checkVisibility())?.click();
    // Whoever types fast means what the server finds, not what is still listed.
    if (!picker.dataset.optionsUrl || picker.dataset.listed === field.value) choose();
    else void load(picker, field.value).then(choose, () => tell(picker, 0));
  });
  picker.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "open") {
      if (picker.dataset.optionsUrl) ask();
    } else if (field?.value) {
      field.value = "";
      filter(picker, "");
    }
  });
});

on("click", "[data-picker] [data-option]", (option) => {
  const picker = option.closest<HTMLElement>("[data-picker]");
  // After the browser has sent the form: a hidden button sends nothing.
  window.setTimeout(() => picker?.matches(":popover-open") && picker.hidePopover());
});
