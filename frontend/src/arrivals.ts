// A message that arrives while somebody writes: a line above the composer says so; the words, the focus and the
// place in the conversation stay. The server asks once more before it sends an answer to what was not seen.
import { isShown, part } from "./page";
import { word } from "./words";

const FLASH_MS = 2400;

class Arrivals {
  private readonly known = new Set(this.messages().map((one) => one.id));
  private readonly fresh: HTMLElement[] = [];
  private readonly row: HTMLElement;

  constructor(private readonly line: HTMLElement) {
    this.row = part(line, "line");
    document.addEventListener("deskhand:morphed", () => this.look());
    part(line, "show").addEventListener("click", () => this.show());
    part(line, "close").addEventListener("click", () => this.clear());
    this.form?.addEventListener("input", () => !this.isWriting && this.remember(), { capture: true });
    document.addEventListener("htmx:beforeSwap", (event) => this.answered(event as CustomEvent));
  }

  private get form(): HTMLFormElement | null {
    return document.querySelector("form[data-composer]");
  }

  private get isWriting(): boolean {
    return Boolean(this.form?.querySelector<HTMLTextAreaElement>("textarea[name=body]")?.value);
  }

  private messages(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>("#conversation article.msg:not(.waits)")];
  }

  private look(): void {
    const arrived = this.messages().filter((one) => !this.known.has(one.id));
    for (const one of arrived) this.known.add(one.id);
    const theirs = arrived.filter((one) => one.dataset.author !== this.line.dataset.me);
    if (theirs.length > 0) this.announce(theirs);
    if (!this.isWriting) this.remember();
  }

  private announce(arrived: HTMLElement[]): void {
    const newest = arrived.at(-1);
    if (!newest || (!this.isWriting && isInView(newest))) return;
    this.fresh.push(...arrived);
    const name = newest.dataset.name ?? "";
    const one = newest.classList.contains("note") ? word("arrived_note", { name }) : word("arrived_reply", { name });
    part(this.line, "words").textContent = this.fresh.length > 1 ? word("arrived_more", { n: this.fresh.length }) : one;
    this.row.hidden = false;
  }

  /** To the first of them; the focus stays in the text. On the phone the composer makes room and keeps its text. */
  private show(): void {
    const covers = this.form?.classList.contains("is-full") && isShown(this.form);
    if (covers) this.form?.querySelector<HTMLElement>("[data-composer-fold]")?.click();
    const first = this.fresh.map((one) => document.getElementById(one.id)).find((one) => one && isShown(one));
    this.remember();
    this.clear();
    if (!first) return;
    first.scrollIntoView({ block: "start" });
    first.classList.add("is-fresh");
    window.setTimeout(() => first.classList.remove("is-fresh"), FLASH_MS);
    if (!covers) this.form?.querySelector<HTMLElement>("[contenteditable=true]")?.focus({ preventScroll: true });
  }

  private clear(): void {
    this.fresh.length = 0;
    this.row.hidden = true;
  }

  /** What stands on the page now has been seen. */
  private remember(): void {
    const ids = this.messages().map((one) => Number(one.id.slice(2)));
    this.seen(Math.max(0, ...ids));
  }

  private seen(newest: number): void {
    const field = this.form?.querySelector<HTMLInputElement>("input[name=seen]");
    if (field) field.value = String(Math.max(newest, Number(field.value) || 0));
  }

  /** The server told of a message that was not seen: sending again is meant. */
  private answered(event: CustomEvent<{ requestConfig: { elt: Element }; xhr: XMLHttpRequest }>): void {
    const { requestConfig, xhr } = event.detail;
    if (requestConfig.elt !== this.form) return;
    if (xhr.status === 200) return this.clear();
    if (xhr.status !== 422) return;
    try {
      const { newest } = JSON.parse(xhr.responseText) as { newest?: number };
      if (!newest) return;
      this.seen(newest);
      document.dispatchEvent(new CustomEvent("live:now"));
    } catch {
      // A page of errors: the composer shows what is wrong.
    }
  }
}

function isInView(message: HTMLElement): boolean {
  const box = message.closest(".scroll")?.getBoundingClientRect();
  const own = message.getBoundingClientRect();
  return !document.hidden && Boolean(box && own.top >= box.top && own.top < box.bottom);
}

export function announceArrivals(line: HTMLElement): void {
  new Arrivals(line);
}
