// Drafts: kept by the server a moment after each change; until it has them, by this browser.
import { clock, later } from "../page";
import { post, Refused } from "../requests";
import { word } from "../words";
import type { Words } from "./editor";

const WAIT_MS = 800;
const FIELDS = ["kind", "body", "cc", "attachment"];

type Saved = { saved_at: string | null; revision: number | null };
/** What stands on the server where this text would have gone. */
export type Other = { html: string; revision: number };

export class Drafts {
  private readonly key: string;
  private readonly state: HTMLElement | null;
  private readonly share: HTMLElement | null;
  private readonly saveSoon = later(() => void this.save(), WAIT_MS);
  private readonly revisions = new Map<string, number>();
  private turn = 0;
  private isSending = false;
  private saving: Promise<void> | null = null;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly isEmpty: () => boolean,
    private readonly joinOther: (other: Other) => void,
  ) {
    const { pathname } = new URL(form.action, document.baseURI);
    this.key = `deskhand-draft:${form.dataset.owner ?? ""}:${pathname}`;
    this.state = form.querySelector("[data-draft-state]");
    this.share = form.querySelector("[data-share]");
    this.seen(form.dataset.draftKind ?? "", Number(form.dataset.revision ?? 0));
    this.share?.addEventListener("click", () => {
      this.share?.setAttribute("aria-pressed", String(!this.isShared));
      void this.save();
    });
    window.addEventListener("pagehide", () => this.leave());
  }

  /** Which of the drafts of this kind the text here was made from. */
  seen(kind: string, revision: number, isShared = this.isShared): void {
    this.revisions.set(kind, revision);
    this.share?.setAttribute("aria-pressed", String(isShared));
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
    this.revisions.clear();
    this.share?.setAttribute("aria-pressed", "false");
    localStorage.removeItem(this.key);
    sessionStorage.removeItem(this.key);
    this.say("");
  }

  /** Gives the server what stands here now, after whatever is under way. */
  async save(): Promise<void> {
    while (this.saving) await this.saving;
    if (!this.form.dataset.draftUrl || this.isSending) return;
    this.saving = this.put(this.form.dataset.draftUrl);
    await this.saving;
  }

  private get isShared(): boolean {
    return this.share?.getAttribute("aria-pressed") === "true";
  }

  private get kind(): string {
    return String(new FormData(this.form).get("kind") ?? "");
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
    some.append("revision", String(this.revisions.get(this.kind) ?? 0));
    if (this.share) some.append("shared", this.isShared ? "yes" : "no");
    return some;
  }

  private async put(address: string): Promise<void> {
    const { turn, kind } = this;
    try {
      const saved = (await (await post(address, this.fields())).json()) as Saved;
      this.revisions.set(kind, saved.revision ?? 0);
      if (turn !== this.turn) return;
      localStorage.removeItem(this.key);
      const values = { time: clock(new Date()) };
      const said = this.isShared ? word("draft_shared", values) : word("draft_saved", values);
      this.say(this.isEmpty() ? "" : said);
    } catch (error) {
      if (error instanceof Refused && error.status === 409) this.meet(kind, JSON.parse(error.body) as Other);
      else if (turn === this.turn) this.say(word("draft_kept"));
    } finally {
      this.saving = null;
    }
  }

  private meet(kind: string, other: Other): void {
    this.revisions.set(kind, other.revision);
    this.joinOther(other);
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
