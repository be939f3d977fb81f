// The command palette: one field for everything. Commands are matched here, tickets and people by the server.
import htmx from "htmx.org";
import { press, showKeys } from "../keys";
import { clone, later, part } from "../page";
import { csrfToken, getJson } from "../requests";
import { toast } from "../toast";
import { word } from "../words";
import { fits, marked, prepare, split, type Prepared } from "./match";
import { recent, use, used } from "./used";

type Command = {
  key: string;
  group: string;
  words: string;
  also: string;
  detail?: string;
  icon: string;
  url?: string;
  post?: string;
  fields?: Record<string, string>;
  leaves?: boolean;
  press?: string;
  act?: string;
  hint?: string;
};
type Offer = { groups: { code: string; words: string }[]; commands: Command[]; icons: Record<string, string> };
type Found = {
  tickets: { number: number; label: string; category: string; detail: string; url: string }[];
  people: { id: number; label: string; detail: string; url: string }[];
};
type Line = { words: string; detail: string; hint: string; mark: Node; run: () => void; url: string };

const SHOWN = 8;
const MOST_USED = 4;
const WAIT_MS = 120;
const ON_TICKET = "ticket";
/** A command that was used often counts this much more for each doubling. */
const HABIT = 1.5;

let offer: Offer | undefined;
let prepared = new Map<Command, Prepared>();

export function openPalette(button: HTMLElement): void {
  if (document.querySelector("dialog[open]")) return;
  new Palette(button);
}

class Palette {
  private readonly dialog = clone("tpl-palette") as HTMLDialogElement;
  private readonly field = part(this.dialog, "field") as HTMLInputElement;
  private readonly list = part(this.dialog, "list");
  private readonly status = part(this.dialog, "status");
  private readonly owner: string;
  private readonly address: URL;
  private readonly find = later(() => void this.ask(), WAIT_MS);
  private lines: Line[] = [];
  private at = 0;
  private found: Found = { tickets: [], people: [] };
  private asking: AbortController | undefined;
  private withTicket: boolean;

  constructor(button: HTMLElement) {
    this.owner = button.dataset.owner ?? "";
    this.address = new URL(button.dataset.palette ?? "", document.baseURI);
    this.withTicket = this.address.searchParams.has("ticket");
    this.aboutTicket();
    document.body.append(this.dialog);
    this.dialog.addEventListener("close", () => this.dialog.remove());
    this.field.addEventListener("input", () => this.typed());
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousemove", (event) => this.point(event));
    this.list.addEventListener("click", (event) => this.click(event));
    this.dialog.showModal();
    this.field.focus();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      if (!offer) {
        offer = await getJson<Offer>(this.address.href);
        prepared = new Map(offer.commands.map((one) => [one, prepare(one.words, `${one.also} ${one.detail ?? ""}`)]));
      }
      this.draw();
      await this.ask();
    } catch (error) {
      this.say(error instanceof Error ? error.message : word("failed_network"));
    }
  }

  private aboutTicket(): void {
    const line = part(this.dialog, "about");
    const number = this.address.searchParams.get("ticket") ?? "";
    line.hidden = !this.withTicket;
    part(line, "ticket").textContent = `${number} ${isolated(document.querySelector("#ticket-head h1")?.textContent ?? "")}`;
    part(line, "forget").addEventListener("click", () => {
      this.withTicket = false;
      line.hidden = true;
      this.field.focus();
      this.draw();
    });
  }

  private typed(): void {
    this.at = 0;
    this.draw();
    this.find();
  }

  /** Asks for tickets and people; an older answer never replaces a newer one. */
  private async ask(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const typed = this.field.value.trim();
    try {
      this.found = await getJson<Found>(this.address.href, { q: typed, recent: recent(this.owner).join(",") }, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.found = { tickets: [], people: [] };
      this.say(error instanceof Error ? error.message : "");
      return;
    }
    if (!signal.aborted && this.dialog.open) this.draw();
  }

  private draw(): void {
    const typed = split(this.field.value);
    const groups = [...this.commands(typed), ...this.foundLines()].filter(([, lines]) => lines.length > 0);
    this.lines = groups.flatMap(([, lines]) => lines);
    this.at = Math.min(this.at, Math.max(0, this.lines.length - 1));
    let n = 0;
    const drawn = groups.map(([title, lines], at) => {
      const group = clone("tpl-palette-group");
      const head = part(group, "title");
      head.id = `palette-group-${at}`;
      head.textContent = title;
      group.setAttribute("aria-labelledby", head.id);
      group.append(...lines.map((line) => this.row(line, n++, typed)));
      return group;
    });
    this.list.replaceChildren(...drawn);
    part(this.dialog, "nothing").hidden = this.lines.length > 0 || !offer;
    this.choose(this.at);
    if (offer) this.say(this.lines.length > 0 ? word("results", { n: this.lines.length }) : "");
  }

  private row(line: Line, n: number, typed: string[]): HTMLElement {
    const row = clone("tpl-palette-row");
    row.id = `palette-${n}`;
    row.dataset.n = String(n);
    part(row, "mark").append(line.mark);
    const words = part(row, "words");
    for (const { text, isHit } of marked(line.words, typed)) {
      const piece = document.createElement(isHit ? "mark" : "span");
      piece.textContent = text;
      words.append(piece);
    }
    part(row, "detail").textContent = line.detail;
    const cap = part(row, "key");
    if (line.hint) cap.textContent = line.hint;
    else cap.remove();
    return row;
  }

  /** Commands in groups: those that fit best first; without words those that are used most. */
  private commands(typed: string[]): [string, Line[]][] {
    if (!offer) return [];
    const counts = used(this.owner);
    const ranked = offer.commands
      .filter((one) => this.withTicket || one.group !== ON_TICKET)
      .map((one, place) => ({ one, place, habit: HABIT * Math.log2(1 + (counts[one.key] ?? 0)), fit: this.fit(one, typed) }))
      .filter(({ fit }) => fit > 0)
      .sort((a, b) => (typed.length > 0 ? b.fit + b.habit - (a.fit + a.habit) : 0) || a.place - b.place);
    if (typed.length > 0) return this.grouped(ranked.map(({ one }) => one));
    const often = ranked.filter(({ habit }) => habit > 0).sort((a, b) => b.habit - a.habit).slice(0, MOST_USED).map(({ one }) => one);
    const others = ranked.map(({ one }) => one).filter((one) => !often.includes(one));
    return [[word("palette_often"), often.map((one) => this.line(one))], ...this.grouped(others)];
  }

  private fit(command: Command, typed: string[]): number {
    const ready = prepared.get(command);
    return typed.length === 0 ? 1 : ready ? fits(typed, ready) : 0;
  }

  /** The group of the best one comes first. */
  private grouped(commands: Command[]): [string, Line[]][] {
    const codes = this.field.value.trim() ? [...new Set(commands.map((one) => one.group))] : (offer?.groups ?? []).map((one) => one.code);
    return codes.map((code) => [
      offer?.groups.find((one) => one.code === code)?.words ?? "",
      commands.filter((one) => one.group === code).slice(0, SHOWN).map((one) => this.line(one)),
    ]);
  }

  private line(command: Command): Line {
    const { words, detail = "", hint = "", url = "" } = command;
    return { words, detail, hint, url, mark: picture(offer?.icons[command.icon] ?? ""), run: () => this.act(command) };
  }

  private foundLines(): [string, Line[]][] {
    const tickets = this.found.tickets.map((one) => this.link(`${one.number} ${isolated(one.label)}`, one.detail, one.url, mark(one.category)));
    const people = this.found.people.map((one) => this.link(one.label, one.detail, one.url, mark("person")));
    const title = this.field.value.trim() ? word("palette_tickets") : word("palette_recent");
    return [[title, tickets], [word("palette_people"), people]];
  }

  private link(words: string, detail: string, url: string, sign: Node): Line {
    return { words, detail, hint: "", url, mark: sign, run: () => window.location.assign(url) };
  }

  private act(command: Command): void {
    use(this.owner, command.key);
    this.dialog.close();
    if (command.url) window.location.assign(command.url);
    else if (command.post && command.leaves) send(command.post, command.fields ?? {});
    else if (command.post) this.post(command);
    else if (command.press) press(command.press);
    else if (command.act === "keys") showKeys();
  }

  private post(command: Command): void {
    const source = document.getElementById("toasts") ?? document.body;
    let failed = false;
    const note = (): void => void (failed = true);
    source.addEventListener("deskhand:refused", note, { once: true });
    void htmx.ajax("post", command.post ?? "", { source, swap: "none", values: command.fields ?? {} }).then(() => {
      source.removeEventListener("deskhand:refused", note);
      if (failed) return;
      const what = command.detail && command.fields ? `${command.detail}: ${command.words}` : command.words;
      toast(word("palette_done", { what }));
      document.dispatchEvent(new CustomEvent("live:now"));
    });
  }

  private key(event: KeyboardEvent): void {
    const { key } = event;
    const last = this.lines.length - 1;
    if (key === "ArrowDown") this.choose(this.at >= last ? 0 : this.at + 1);
    else if (key === "ArrowUp") this.choose(this.at <= 0 ? last : this.at - 1);
    else if (key === "PageDown") this.choose(Math.min(last, this.at + SHOWN));
    else if (key === "PageUp") this.choose(Math.max(0, this.at - SHOWN));
    else if (key === "Enter" && event.target === this.field && !event.isComposing) this.run(event.ctrlKey || event.metaKey);
    else if (key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) this.dialog.close();
    else return;
    event.preventDefault();
  }

  private choose(n: number): void {
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const row = this.list.querySelector<HTMLElement>(`[data-n="${n}"]`);
    this.at = row ? n : 0;
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private point(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>("[data-n]");
    if (row && row.getAttribute("aria-selected") !== "true") this.choose(Number(row.dataset.n));
  }

  private click(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>("[data-n]");
    if (!row) return;
    this.choose(Number(row.dataset.n));
    this.run(event.ctrlKey || event.metaKey);
  }

  private run(inNewTab: boolean): void {
    const line = this.lines[this.at];
    if (!line) return;
    if (inNewTab && line.url) window.open(line.url, "_blank", "noopener");
    else {
      if (this.dialog.open) this.dialog.close();
      line.run();
    }
  }

  private say(text: string): void {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

/** A page of its own follows: sent as a form. */
function send(address: string, fields: Record<string, string>): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const next = window.location.pathname + window.location.search;
  for (const [name, value] of Object.entries({ next, ...fields, csrfmiddlewaretoken: csrfToken() })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

/** An icon that the server drew. */
function picture(markup: string): Node {
  const holder = document.createElement("template");
  holder.innerHTML = markup;
  return holder.content;
}

function mark(name: string): Node {
  const marks = document.getElementById("tpl-palette-marks") as HTMLTemplateElement | null;
  return marks?.content.querySelector(`[data-mark="${name}"]`)?.cloneNode(true) ?? document.createTextNode("");
}

/** A text that keeps its direction to itself: a number before it stays before it. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
