// A search field that suggests while one types: the server draws the options, which are links. Without script, and
// with nothing chosen, the field is sent as any other.
import { word } from "./words";

const WAIT_MS = 200;
const LEAST = 2;

class Suggestions {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly status: HTMLElement | null;
  private active = -1;
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(private readonly root: HTMLElement) {
    this.input = root.querySelector("input[type=search]") as HTMLInputElement;
    this.list = root.querySelector("[data-suggestions-list]") as HTMLElement;
    this.status = root.querySelector<HTMLElement>("[data-suggestions-status]");
    // Only with script it is one: without, it opens nothing.
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.autocomplete = "off";
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    // Who typed before this was loaded is served, too.
    if (document.activeElement === this.input && this.input.value !== this.input.defaultValue) this.typed();
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.open(option);
    });
  }

  private options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private typed(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (typed.length < LEAST) return this.close();
    this.asking = new AbortController();
    const asked = new URLSearchParams({ q: typed });
    const address = this.root.dataset.suggestUrl ?? "";
    try {
      const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}${asked}`, { signal: this.asking.signal });
      if (answer.ok && !answer.redirected) this.show(await answer.text());
      else this.close();
    } catch (error) {
      if (!(error instanceof DOMException)) this.close();
    }
  }

  private show(drawn: string): void {
    this.list.innerHTML = drawn;
    this.active = -1;
    const found = this.options();
    found.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    if (this.status) this.status.textContent = found.length > 0 ? word("results", { n: found.length }) : word("no_results");
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) void this.ask();
      else this.point(this.active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      const option = this.options()[this.active];
      if (option) this.open(option);
    }
  }

  private point(index: number): void {
    const found = this.options();
    if (found.length === 0) return;
    this.active = (index + found.length) % found.length;
    found.forEach((option, n) => option.setAttribute("aria-selected", String(n === this.active)));
    const option = found[this.active];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
  }

  private open(option: HTMLElement): void {
    const url = option.dataset.url ?? "";
    if (url.startsWith("/")) window.location.assign(url);
  }

  private close(): void {
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

/** Lets the search field in `root` suggest while one types. */
export function suggest(root: HTMLElement): void {
  void new Suggestions(root);
}
