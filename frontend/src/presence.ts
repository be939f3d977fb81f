// Who is here: signs of life of this page, sent in small requests, and what the live answers say about others.
import type { Change } from "./live";
import { clone, part } from "./page";
import { opened } from "./palette/used";
import { post } from "./requests";

const BEAT_MS = 10_000;
/** So long after the last stroke somebody counts as writing. */
const WRITING_MS = 120_000;

const MARKED = "[data-writing]";
let writing: [number, string][] = [];

/** On a ticket's page: tells the server what the reader does there, and shows who else is there. */
export function bePresent(page: HTMLElement): void {
  const address = page.dataset.presentUrl ?? "";
  const number = page.dataset.present ?? "";
  opened(document.querySelector<HTMLElement>("[data-palette]")?.dataset.owner ?? "", number);
  let typedAt = 0;
  let told = "";

  const form = (): HTMLFormElement | null => document.querySelector("form[data-composer]");
  const does = (): string => {
    const words = form()?.querySelector<HTMLTextAreaElement>("textarea[name=body]")?.value ?? "";
    if (!words || Date.now() - typedAt > WRITING_MS) return "viewing";
    const kind = form()?.querySelector<HTMLInputElement>("input[name=kind]:checked")?.value ?? "reply";
    return kind === "reply" ? "replying" : "noting";
  };
  const tell = (sign: string, isLast = false): void => {
    told = sign;
    // A lost sign is followed by the next one.
    void post(address, new URLSearchParams({ at: `${number}:${sign}` }), "POST", isLast).catch(() => undefined);
  };
  const look = (): void => {
    if (does() !== told) tell(does());
  };

  form()?.addEventListener("input", () => {
    typedAt = Date.now();
    window.setTimeout(look); // After the editor has copied its words.
  });
  form()?.addEventListener("change", () => window.setTimeout(look));
  document.addEventListener("htmx:afterRequest", () => window.setTimeout(look));
  document.addEventListener("visibilitychange", () => !document.hidden && tell(does()));
  window.addEventListener("pagehide", () => tell("left", true));
  window.addEventListener("pageshow", (event) => event.persisted && tell(does()));
  // A tab in the background says nothing of reading, but a text that is being written is worth knowing of.
  window.setInterval(() => (!document.hidden || does() !== "viewing") && tell(does()), BEAT_MS);
  document.addEventListener("deskhand:live", (event) => {
    const { present } = (event as CustomEvent<Change>).detail;
    if (present === undefined) return;
    for (const place of document.querySelectorAll<HTMLElement>("[data-presence]")) place.innerHTML = present;
  });
  if (!document.hidden) tell(does());
}

/** On a list: a small mark at the tickets that somebody is writing on. */
export function markWriting(): void {
  document.addEventListener("deskhand:live", (event) => {
    const change = (event as CustomEvent<Change>).detail;
    if (change.writing) mark((writing = change.writing));
  });
  document.addEventListener("deskhand:morphed", () => mark(writing));
}

function mark(tickets: [number, string][]): void {
  for (const old of document.querySelectorAll(MARKED)) old.remove();
  for (const [number, words] of tickets) {
    for (const subject of document.querySelectorAll<HTMLElement>(`[data-row="${number}"] [data-open]`)) {
      const sign = clone("tpl-writing");
      sign.title = words;
      part(sign, "words").textContent = words;
      subject.after(sign);
    }
  }
}
