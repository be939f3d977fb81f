// Articles beside a ticket: found anew while somebody writes, and put into what they write. What is written goes to our
// own server alone, which keeps nothing of it.
import htmx from "htmx.org";
import { ask } from "./dialog";
import { later } from "./page";
import { post, Refused } from "./requests";
import { toast } from "./toast";

const WAIT_MS = 500;
/** So many letters say something. */
const SHORTEST = 12;
/** The last letters of a long answer are what it is about now. */
const LONGEST = 1000;

function composer(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-composer]");
}

/** The words of the answer that is being written, without markup. */
function written(form: HTMLFormElement): string {
  const markup = form.querySelector<HTMLTextAreaElement>("textarea[name=body]")?.value ?? "";
  const words = new DOMParser().parseFromString(markup.replaceAll("<", " <"), "text/html").body.textContent ?? "";
  return words.replace(/\s+/g, " ").trim().slice(-LONGEST);
}

class Panel {
  private last = "";

  constructor(private readonly panel: HTMLElement) {
    const again = later(() => this.follow(), WAIT_MS);
    document.addEventListener("deskhand:written", again);
    panel.addEventListener("click", (event) => this.clicked(event));
    panel.addEventListener("deskhand:refused", (event) => this.refused(event));
    panel.addEventListener("htmx:afterSwap", () => this.failed(false));
  }

  private get found(): HTMLElement | null {
    return this.panel.querySelector<HTMLElement>("#knowledge-found");
  }

  private get question(): string {
    return this.panel.querySelector<HTMLInputElement>("input[name=q]")?.value.trim() ?? "";
  }

  /** Who searches has their own words: they stay. A menu or a dialog that is open stays, too. */
  private follow(): void {
    const form = composer();
    const { found } = this;
    if (!form || !found || this.question || found.querySelector("dialog[open], :popover-open")) return;
    const words = written(form);
    if (words === this.last || (words.length < SHORTEST && this.last.length < SHORTEST)) return;
    this.last = words;
    void htmx.ajax("post", this.panel.dataset.url ?? "", { source: found, target: found, swap: "innerHTML", values: { written: words } });
  }

  private clicked(event: MouseEvent): void {
    const origin = event.target as Element;
    if (origin.closest("[data-articles-again]")) htmx.trigger(document.body, "articles:again", {});
    const button = origin.closest<HTMLButtonElement>("[data-hand]");
    if (button) void this.hand(button);
  }

  /** Puts an article into the answer. What its requester may not read is asked for first; the server asks the same. */
  private async hand(button: HTMLButtonElement): Promise<void> {
    const form = composer();
    const { hand, how, warn, warnDetail, warnVerb } = button.dataset;
    if (!form || !hand) return;
    if (warn && !(await ask(warn, warnVerb ?? "", warnDetail))) return;
    const body = new FormData();
    body.set("how", how ?? "");
    if (warn) body.set("sure", "yes");
    button.disabled = true;
    try {
      const { html } = (await (await post(hand, body)).json()) as { html: string };
      const drawer = button.closest<HTMLElement>("[popover]");
      if (drawer?.matches(":popover-open")) drawer.hidePopover();
      form.dispatchEvent(new CustomEvent("deskhand:insert", { detail: html }));
      document.dispatchEvent(new CustomEvent("live:now"));
      // What was put in is words that are written: they are followed by themselves, unless somebody searches.
      if (this.question) htmx.trigger(document.body, "articles:again", {});
    } catch (error) {
      toast(error instanceof Refused ? error.message : String(error), { kind: "error" });
    }
    button.disabled = false;
  }

  /** What could not be looked for is said here, not over the page. */
  private refused(event: Event): void {
    const { target } = event;
    if (target instanceof Element && target.matches("#knowledge-found, #knowledge-q, form[role=search]")) {
      event.preventDefault();
      this.failed(true);
    }
  }

  private failed(is: boolean): void {
    const line = this.panel.querySelector<HTMLElement>("[data-articles-failed]");
    if (line) line.hidden = !is;
    if (is) this.found?.replaceChildren();
  }
}

export function beside(panel: HTMLElement): void {
  new Panel(panel);
}
