// Drafts: kept by the server a moment after each change; until it has them, by this browser.
import { clock, later } from "../page";
import { post } from "../requests";
import { word } from "../words";
import type { Words } from "./editor";

const WAIT_MS = 800;
const FIELDS = ["kind", "body", "cc", "attachment"];

export class Drafts {
  private readonly key: string;
  private readonly state: HTMLElement | null;
  private readonly saveSoon = later(() => void this.save(), WAIT_MS);
  private turn = 0;
  private isSending = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly isEmpty: () => boolean,
  ) {
    const { pathname } = new URL(form.action, document.baseURI);
    this.key = `deskhand-draft:${form.dataset.owner ?? ""}:${pathname}`;
    this.state = form.querySelector("[data-draft-state]");
    window.addEventListener("pagehide", () => this.leave());
  }

  /** Brings back what the server never got. A form that was sent by a page load and came back empty was taken. */
  restore(words: Words): void {
    const kept = localStorage.getItem(this.key);
    const wasSent = sessionStorage.getItem(this.key) !== null;
    sessionStorage.removeItem(this.key);
    if (kept && wasSent && words.isEmpty) localStorage.removeItem(this.key);
    else if (kept && kept !== words.html) {
      words.html = kept;
      this.say(word("draft_restored"));
      this.saveSoon();
    }
  }

  changed(): void {
    this.isSending = false;
    this.turn += 1;
    this.keep();
    this.saveSoon();
  }

  sending(): void {
    this.isSending = true;
    this.turn += 1;
    this.keep();
    sessionStorage.setItem(this.key, "sent");
  }

  sent(): void {
    this.turn += 1;
    localStorage.removeItem(this.key);
    sessionStorage.removeItem(this.key);
    this.say("");
  }

  private get body(): string {
    return this.form.querySelector<HTMLTextAreaElement>("textarea[name=body]")?.value ?? "";
  }

  private keep(): void {
    try {
      if (this.body) localStorage.setItem(this.key, this.body);
      else localStorage.removeItem(this.key);
    } catch {
      this.say(""); // Storage is full or forbidden: the server's draft has to do.
    }
  }

  private fields(): FormData {
    const all = new FormData(this.form);
    const some = new FormData();
    for (const name of FIELDS) for (const value of all.getAll(name)) some.append(name, value);
    return some;
  }

  private async save(): Promise<void> {
    const address = this.form.dataset.draftUrl;
    if (!address || this.isSending) return;
    const { turn } = this;
    try {
      await post(address, this.fields());
      if (turn !== this.turn) return;
      localStorage.removeItem(this.key);
      this.say(this.isEmpty() ? "" : word("draft_saved", { time: clock(new Date()) }));
    } catch {
      if (turn === this.turn) this.say(word("draft_kept"));
    }
  }

  /** Leaving within the waiting time: one last try that outlives the page. */
  private leave(): void {
    const address = this.form.dataset.draftUrl;
    if (!address || this.isSending || localStorage.getItem(this.key) === null) return;
    void post(address, this.fields(), "POST", true).then(
      () => localStorage.removeItem(this.key),
      () => undefined,
    );
  }

  private say(text: string): void {
    if (this.state) this.state.textContent = text;
  }
}
