// The composer, loaded only where somebody can write: it makes an editor of the textarea and never loses what was typed.
import type { AnyExtension } from "@tiptap/core";
import { post, Refused } from "../requests";
import { toast } from "../toast";
import { word } from "../words";
import { Attachments, type Uploaded } from "./attachments";
import { canned, fitting, shortcuts } from "./canned";
import { Drafts } from "./drafts";
import { Words } from "./editor";
import { Mention, mentions } from "./mentions";
import { offerToQuote, quoted } from "./quote";
import { recipients } from "./recipients";
import { toolbar } from "./toolbar";

/** What the server gives to write on with. */
type Draft = { kind: string; html: string; cc: string[]; files: Uploaded[]; revision: number };

class Composer {
  private readonly words: Words;
  private readonly attachments: Attachments;
  private readonly drafts: Drafts;
  private readonly setCopies: (addresses: string[]) => void;

  constructor(private readonly form: HTMLFormElement) {
    const area = form.querySelector("textarea[name=body]") as HTMLTextAreaElement;
    this.attachments = new Attachments(form, (file, isImage) => this.attached(file.url, isImage), () => this.changed(), (text) => this.say(text));
    const listener = { changed: () => this.changed(), files: (files: File[]) => this.attachments.add(files), send: () => this.send() };
    this.words = new Words(area, listener, this.extensions());
    this.drafts = new Drafts(
      form,
      () => this.words.isEmpty && this.attachments.isEmpty,
      (other) => this.join(other.html),
    );
    this.drafts.restore(this.words);
    toolbar(form, this.words);
    canned(form, this.words, (files) => this.attach(files));
    this.setCopies = recipients(form, () => this.changed());
    this.listen();
    this.takeIn();
    form.classList.add("is-live");
  }

  private extensions(): AnyExtension[] {
    const { form } = this;
    const found: AnyExtension[] = form.dataset.cannedUrl ? [shortcuts(form, (files) => this.attach(files))] : [];
    return form.dataset.mentionUrl ? [...found, Mention, mentions(form)] : found;
  }

  private attach(files: Uploaded[]): void {
    for (const file of files) this.attachments.show(file);
    if (files.length > 0) this.changed();
  }

  /** Words of a note are nothing for the requester: they go into a note, or nowhere. */
  private quote(): void {
    const isForRequester = this.current === "reply";
    const found = quoted(isForRequester);
    if (!found) return void toast(word("quote_nothing"));
    if (found.isInternal && isForRequester && !this.words.isEmpty) return this.say(word("quote_internal"));
    this.open(found.isInternal && isForRequester ? "note" : "");
    this.words.append(found.html);
  }

  private get current(): string {
    return String(new FormData(this.form).get("kind") ?? "");
  }

  private listen(): void {
    const { form } = this;
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === "kind") this.kind(event.target.value);
    });
    form.addEventListener("deskhand:key", () => this.open());
    form.addEventListener("deskhand:insert", (event) => {
      this.open();
      this.words.insert(fitting((event as CustomEvent<string>).detail));
    });
    form.querySelector(".composer-head")?.addEventListener("click", (event) => {
      if ((event as MouseEvent).detail > 0 && (event.target as Element).closest(".seg")) this.words.focus();
    });
    form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    // The event is about the conversation, where the answer would go.
    document.addEventListener("htmx:beforeSwap", (event) => {
      const { detail } = event as CustomEvent<{ requestConfig: { elt: Element }; xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>;
      if (detail.requestConfig.elt === form && detail.xhr.status === 422) Object.assign(detail, { shouldSwap: false, isError: true });
    });
    form.addEventListener("deskhand:refused", (event) => {
      event.preventDefault();
      this.busy(false);
      this.say((event as CustomEvent<string>).detail);
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      const { elt, successful } = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
      if (elt === form && successful) this.sent();
      this.busy(false);
    });
    const quoting = form.querySelector("[data-quote]");
    quoting?.addEventListener("pointerdown", (event) => event.preventDefault());
    quoting?.addEventListener("click", () => this.quote());
    if (quoting) offerToQuote(form, () => this.quote());
    form.querySelector("[data-composer-fold]")?.addEventListener("click", () => this.fold());
    const bar = document.querySelector(`[data-composer-bar="${CSS.escape(form.id)}"]`);
    for (const button of bar?.querySelectorAll<HTMLElement>("[data-composer-open]") ?? []) {
      button.addEventListener("click", () => this.open(button.dataset.composerOpen));
    }
  }

  /** What was sent and is taken back, or what a colleague shares, comes into the fields without a new page. */
  private takeIn(): void {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.dataset.intoComposer === undefined) return;
      event.preventDefault();
      void this.fetchDraft(form);
    });
    // What the button stood on goes with the answer: whoever pressed it goes on where one writes.
    let isComing = false;
    document.addEventListener("submit", (event) => {
      if (event.target instanceof HTMLFormElement && event.target.dataset.thenComposer !== undefined) isComing = true;
    });
    document.addEventListener("htmx:afterSettle", (event) => {
      if (!isComing || (event.target as Element).id !== "conversation") return;
      isComing = false;
      this.comeBack();
    });
    const own = this.form.querySelector<HTMLInputElement>("[data-send-at]");
    own?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.form.querySelector<HTMLElement>("[data-send-own]")?.click();
    });
  }

  private async fetchDraft(form: HTMLFormElement): Promise<void> {
    await this.drafts.save();
    try {
      const came = (await (await post(form.action, new FormData(form))).json()) as Draft;
      this.load(came);
      form.closest("article")?.remove();
    } catch (error) {
      toast(error instanceof Refused ? error.message : String(error), { kind: "error" });
    }
    document.dispatchEvent(new CustomEvent("live:now"));
  }

  private load(draft: Draft): void {
    this.attachments.clear();
    this.open(draft.kind);
    this.words.html = draft.html;
    for (const file of draft.files) this.attachments.show(file);
    this.setCopies(draft.cc);
    this.drafts.seen(draft.kind, draft.revision, false);
    this.words.focus();
  }

  private join(html: string): void {
    this.words.html = [this.words.html, html].filter(Boolean).join("<p></p>");
    this.drafts.changed();
    this.say(word("draft_other"));
  }

  private kind(kind: string): void {
    this.form.classList.toggle("is-note", kind === "note");
    this.form.classList.toggle("is-log", kind === "log");
    this.changed();
  }

  private open(kind = ""): void {
    const radio = kind ? this.form.querySelector<HTMLInputElement>(`input[name=kind][value="${kind}"]`) : null;
    if (radio && !radio.checked) radio.click();
    this.form.classList.replace("is-folded", "is-full");
    this.words.focus();
  }

  private fold(): void {
    this.form.classList.replace("is-full", "is-folded");
    this.comeBack();
  }

  /** To the editor, or, where that is folded, to what unfolds it. */
  private comeBack(): void {
    const bar = document.querySelector<HTMLElement>(`[data-composer-bar="${CSS.escape(this.form.id)}"] button`);
    if (bar?.checkVisibility()) bar.focus();
    else this.words.focus();
  }

  private attached(url: string, isImage: boolean): void {
    if (isImage) this.words.image(url);
  }

  private changed(): void {
    this.say("");
    this.drafts.changed();
    this.form.dispatchEvent(new CustomEvent("deskhand:written", { bubbles: true }));
  }

  private send(): void {
    this.form.requestSubmit(this.form.querySelector<HTMLButtonElement>("[data-send]"));
  }

  private submitted(event: SubmitEvent): void {
    const isSending = this.form.dataset.sending !== undefined;
    const problem = this.attachments.isUploading ? word("upload_wait") : this.words.isEmpty && this.attachments.isEmpty ? word("empty_message") : "";
    if (isSending || problem) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (problem) this.say(problem);
      return;
    }
    this.drafts.sending();
    this.busy(true);
  }

  private busy(yes: boolean): void {
    if (yes) this.form.dataset.sending = "";
    else delete this.form.dataset.sending;
    this.form.querySelector("[data-send]")?.classList.toggle("is-sending", yes);
  }

  private sent(): void {
    this.words.clear();
    this.attachments.clear();
    this.drafts.sent();
    this.say("");
    this.setCopies([]);
    const own = this.form.querySelector<HTMLInputElement>("[data-send-at]");
    if (own) own.value = "";
    const then = this.form.querySelector<HTMLSelectElement>("[data-status-later]");
    if (then) then.selectedIndex = 0;
    const conversation = document.querySelector(this.form.getAttribute("hx-target") ?? "body");
    conversation?.lastElementChild?.scrollIntoView({ block: "nearest" });
    for (const popover of this.form.querySelectorAll<HTMLElement>(":popover-open")) popover.hidePopover();
    this.form.querySelector<HTMLInputElement>("input[name=kind]")?.click();
    if (this.form.classList.contains("is-full")) this.fold();
    // Where there is something to undo, its key acts, and whoever listens hears of it.
    const undo = [...(conversation?.querySelectorAll<HTMLElement>("[data-into-composer] [data-key=z]") ?? [])].pop();
    undo?.focus({ preventScroll: true });
  }

  private say(text: string): void {
    const line = this.form.querySelector<HTMLElement>("[data-composer-error]");
    const words = line?.querySelector<HTMLElement>("[data-part=text]");
    if (!line || !words) return;
    words.textContent = text;
    line.classList.toggle("hidden", !text);
    line.classList.toggle("flex", Boolean(text));
  }
}

export function takeOver(form: HTMLFormElement): void {
  new Composer(form);
}

