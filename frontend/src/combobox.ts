// A field that finds people while one types; a new address may be taken as it is.
import { clone, onEach, part } from "./page";
import { getJson } from "./requests";
import type { Item } from "./picker";
import { word } from "./words";

const WAIT_MS = 150;
const ADDRESS = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]{2,}$/;

class Combobox {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private readonly chosen: HTMLInputElement | null;
  private readonly status: HTMLElement | null;
  private items: Item[] = [];
  private active = -1;
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(private readonly root: HTMLElement) {
    this.input = root.querySelector('[role="combobox"]') as HTMLInputElement;
    this.list = root.querySelector('[role="listbox"]') as HTMLUListElement;
    this.chosen = root.querySelector<HTMLInputElement>("[data-combobox-id]");
    this.status = root.querySelector<HTMLElement>("[data-combobox-status]");
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.close(), 120));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  private typed(): void {
    if (this.chosen) this.chosen.value = "";
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (!typed) return this.close();
    this.asking = new AbortController();
    try {
      const { items } = await getJson<{ items: Item[] }>(this.root.dataset.searchUrl ?? "", { q: typed, ...this.forWhom() }, this.asking.signal);
      this.show(this.withNew(items, typed));
    } catch (error) {
      if (!(error instanceof DOMException)) this.show(this.withNew([], typed));
    }
  }

  /** What another field of the form says of whom it is asked for. */
  private forWhom(): Record<string, string> {
    const name = this.root.dataset.searchFor;
    const other = name ? this.input.form?.elements.namedItem(name) : null;
    return other instanceof HTMLInputElement && other.value ? { for: other.value } : {};
  }

  private withNew(items: Item[], typed: string): Item[] {
    const known = items.some((item) => item.detail?.toLowerCase() === typed.toLowerCase());
    if (this.root.dataset.allowNew === undefined || known || !ADDRESS.test(typed)) return items;
    return [...items, { id: "", label: word("use_address", { address: typed }), detail: typed }];
  }

  private show(items: Item[]): void {
    this.items = items;
    this.active = -1;
    this.list.replaceChildren(...items.map((item, index) => this.drawn(item, index)));
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    if (this.status) this.status.textContent = items.length > 0 ? word("results", { n: items.length }) : word("no_results");
  }

  private drawn(item: Item, index: number): HTMLElement {
    const option = clone("tpl-option");
    option.id = `${this.list.id}-${index}`;
    part(option, "label").textContent = item.label;
    part(option, "detail").textContent = item.id === "" ? "" : (item.detail ?? "");
    return option;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) void this.ask();
      else this.point(this.active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      this.take(Math.max(this.active, 0));
    }
  }

  private point(index: number): void {
    this.active = (index + this.items.length) % this.items.length;
    [...this.list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === this.active)));
    const option = this.list.children[this.active];
    if (!option) return;
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private take(index: number): void {
    const item = this.items[index];
    if (!item) return;
    const isNew = item.id === "";
    this.input.value = isNew ? (item.detail ?? "") : item.label;
    if (this.chosen) this.chosen.value = String(item.id);
    this.close();
    this.root.dispatchEvent(new CustomEvent("deskhand:chosen", { detail: item, bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

onEach("[data-combobox]", (root) => void new Combobox(root));
