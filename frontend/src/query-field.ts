// The search box of the query language: what could stand at the cursor, offered by the server while one types.
import { clone, onEach, part } from "./page";
import { getJson } from "./requests";
import { word } from "./words";

type Completion = { text: string; label: string; start: number; end: number };

const WAIT_MS = 120;

class QueryField {
  private readonly list: HTMLUListElement;
  private readonly status: HTMLElement;
  private items: Completion[] = [];
  private active = -1;
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(private readonly input: HTMLInputElement) {
    const box = clone("tpl-completions");
    this.list = box.querySelector("ul") as HTMLUListElement;
    this.status = part(box, "status");
    (input.closest("[data-completions], form") as HTMLElement).append(box);
    this.list.id = "query-completions";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => window.setTimeout(() => this.close(), 120));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  private askSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    const at = this.input.selectionStart ?? this.input.value.length;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const query = { q: this.input.value, at: String(at) };
      const { items } = await getJson<{ items: Completion[] }>(this.input.dataset.completeUrl ?? "", query, this.asking.signal);
      this.show(items);
    } catch (error) {
      if (!(error instanceof DOMException)) this.close(); // Completion is a help; without it one types on.
    }
  }

  private show(items: Completion[]): void {
    this.items = items;
    this.active = -1;
    this.list.replaceChildren(...items.map((item, index) => this.drawn(item, index)));
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = items.length > 0 ? word("results", { n: items.length }) : "";
  }

  private drawn(item: Completion, index: number): HTMLElement {
    const option = clone("tpl-option");
    option.id = `${this.list.id}-${index}`;
    part(option, "label").textContent = item.text;
    part(option, "detail").textContent = item.label;
    return option;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      event.preventDefault(); // A search field would empty itself.
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) void this.ask();
      else this.point(this.active + (event.key === "ArrowDown" ? 1 : -1));
    } else if ((event.key === "Enter" || event.key === "Tab") && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
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
    const { value } = this.input;
    const text = item.text.endsWith(":") || value[item.end] === " " ? item.text : `${item.text} `;
    this.input.value = value.slice(0, item.start) + text + value.slice(item.end);
    const caret = item.start + text.length;
    this.input.setSelectionRange(caret, caret);
    if (item.text.endsWith(":")) void this.ask();
    else this.close();
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

onEach("input[data-complete-url]", (input) => void new QueryField(input as HTMLInputElement));
