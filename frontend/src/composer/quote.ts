// Quoting: what is selected in the conversation, or else the last message, goes into the text with who wrote it.
import { later } from "../page";
import { word } from "../words";

/** `isInternal` if requesters cannot read where the words come from. */
export type Quote = { html: string; isInternal: boolean };

/** What a quote leaves behind: pictures would lead to files that the reader may not open, buttons act elsewhere. */
const LEFT_OUT = "img, button, form, details, [data-remote-src]";
const WAIT_MS = 150;
const GAP = 8;

function messages(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#conversation article.msg[data-read]")];
}

/** The selected words, as far as they stand in one message. */
function selected(): { message: HTMLElement; words: Range } | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const message = messages().find((one) => range.intersectsNode(one));
  const text = [...(message?.querySelectorAll(".read") ?? [])].find((one) => range.intersectsNode(one));
  if (!message || !text) return null;
  if (!text.contains(range.startContainer)) range.setStart(text, 0);
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  return range.toString().trim() ? { message, words: range } : null;
}

function said(message: HTMLElement, words: DocumentFragment): Quote {
  for (const one of words.querySelectorAll(LEFT_OUT)) one.remove();
  for (const one of words.querySelectorAll("[data-mention]")) one.replaceWith(one.textContent ?? "");
  const line = document.createElement("p");
  const when = message.querySelector("header time")?.textContent ?? "";
  line.textContent = word("quoted", { name: message.dataset.name ?? "", when });
  const quote = document.createElement("blockquote");
  quote.append(words);
  if (!quote.querySelector("p, ul, ol, pre, div, table, blockquote")) {
    const lines = document.createElement("p");
    lines.append(...quote.childNodes);
    quote.append(lines);
  }
  return { html: line.outerHTML + quote.outerHTML, isInternal: message.classList.contains("note") };
}

/** The selection, else the last message that the reader of the text may know; null where there are no words. */
export function quoted(isForRequester: boolean): Quote | null {
  const chosen = selected();
  if (chosen) return said(chosen.message, chosen.words.cloneContents());
  const known = messages().filter((one) => one.querySelector(".read") && !(isForRequester && one.classList.contains("note")));
  const last = known.at(-1);
  const text = last?.querySelector(".read > .wide");
  if (!last || !text) return null;
  const words = document.createDocumentFragment();
  words.append(...[...text.childNodes].map((one) => one.cloneNode(true)));
  return said(last, words);
}

/** A button beside what somebody selects in the conversation. */
export function offerToQuote(form: HTMLFormElement, act: () => void): void {
  const template = form.querySelector<HTMLTemplateElement>("[data-quote-template]");
  const button = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!button) return;
  document.body.append(button);
  // The selection must outlive the press.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    act();
    button.hidden = true;
  });
  const place = (): void => {
    const chosen = selected();
    button.hidden = chosen === null;
    if (!chosen) return;
    const box = chosen.words.getBoundingClientRect();
    const isByFinger = window.matchMedia("(pointer: coarse)").matches;
    // A finger's own menu stands above the words.
    const above = box.top - button.offsetHeight - GAP;
    const top = isByFinger || above < GAP ? box.bottom + GAP : above;
    button.style.top = `${Math.max(GAP, Math.min(top, window.innerHeight - button.offsetHeight - GAP))}px`;
    button.style.left = `${Math.max(GAP, Math.min(box.left, window.innerWidth - button.offsetWidth - GAP))}px`;
  };
  const placeSoon = later(place, WAIT_MS);
  document.addEventListener("selectionchange", placeSoon);
  const away = (): void => {
    button.hidden = true;
    placeSoon();
  };
  document.addEventListener("scroll", away, { capture: true, passive: true });
}
