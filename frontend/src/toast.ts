// Toasts: what has been done, with Undo. Eight seconds, and not while somebody points at them.
import htmx from "htmx.org";
import { clone, on, onEach, part } from "./page";

const STAYS_MS = 8000;
const ERROR_STAYS_MS = 20000;

export function toast(text: string, { undo = "", kind = "done" }: { undo?: string; kind?: string } = {}): void {
  const list = document.getElementById("toasts");
  if (!list) return;
  const card = clone("tpl-toast");
  part(card, "text").textContent = text;
  for (const mark of card.querySelectorAll<HTMLElement>("[data-tone]")) if (mark.dataset.tone !== kind) mark.remove();
  const form = part(card, "undo") as HTMLFormElement;
  if (undo) form.action = undo;
  else form.remove();
  if (kind === "error") card.dataset.stays = String(ERROR_STAYS_MS);
  list.prepend(card);
  leaveInTime(card);
}

function leaveInTime(card: HTMLElement): void {
  if (card.dataset.timed) return;
  card.dataset.timed = "yes";
  let timer = 0;
  const wait = (): void => {
    timer = window.setTimeout(() => card.remove(), Number(card.dataset.stays ?? STAYS_MS));
  };
  const stay = (): void => window.clearTimeout(timer);
  card.addEventListener("pointerenter", stay);
  card.addEventListener("pointerleave", wait);
  card.addEventListener("focusin", stay);
  card.addEventListener("focusout", wait);
  wait();
}

onEach("[data-toast]", leaveInTime);
on("click", "[data-toast-close]", (button) => button.closest("[data-toast]")?.remove());
on("click", "[data-toast-demo]", (button) => toast(button.dataset.toastDemo ?? "", { undo: "#undo" }));

on("submit", "[data-toast] form", (form, event) => {
  event.preventDefault();
  const address = (form as HTMLFormElement).action;
  // The source outlives the request: htmx fires the answer's triggers on it.
  const source = document.getElementById("toasts") ?? document.body;
  form.closest("[data-toast]")?.remove();
  let failed = false;
  const note = (): void => void (failed = true);
  source.addEventListener("deskhand:refused", note, { once: true });
  void htmx.ajax("post", address, { source, swap: "none" }).then(() => {
    source.removeEventListener("deskhand:refused", note);
    if (failed) return;
    // Only what is drawn live shows it by itself: a list of tickets, a ticket.
    if (document.querySelector("main [data-live-src]")) document.dispatchEvent(new CustomEvent("live:now"));
    else window.location.reload();
  });
});

document.addEventListener("toast", (event) => {
  const { text, undo, kind } = (event as CustomEvent<{ text: string; undo?: string; kind?: string }>).detail;
  toast(text, { undo: undo ?? "", kind: kind ?? "done" });
});
