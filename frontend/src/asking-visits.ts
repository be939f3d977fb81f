// Tells how far somebody came in a request form: when they leave the page, and which question was the last one. The key is
// a random word of this page; nothing says who it was.
import { post } from "./requests";

export function follow(root: HTMLElement, address: string): void {
  const key = root.querySelector<HTMLInputElement>("[name=form_visit]");
  if (!key) return;
  key.value ||= crypto.randomUUID();
  const codes = [...root.querySelectorAll<HTMLElement>("[data-question]")].map((one) => one.dataset.question ?? "");
  let furthest = -1;
  let told = -2;
  const note = (event: Event): void => {
    const part = (event.target as Element).closest<HTMLElement>("[data-question]");
    if (part) furthest = Math.max(furthest, codes.indexOf(part.dataset.question ?? ""));
  };
  const tell = (): void => {
    if (told === furthest) return;
    told = furthest;
    const body = new URLSearchParams({ key: key.value, code: codes[furthest] ?? "" });
    // A lost one is not worth a word: it only counts.
    void post(address, body, "POST", true).catch(() => undefined);
  };
  root.addEventListener("change", note);
  root.addEventListener("asking:step", tell);
  root.closest("form")?.addEventListener("submit", tell);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) tell();
  });
  tell();
}
