// What every island needs of the page: delegated events, parts that appear later, clones of templates.

type Act = (element: HTMLElement) => void;

const appearing: { selector: string; act: Act; seen: WeakSet<Element> }[] = [];

/** Acts on every event of this type whose target lies in an element that matches, now or later. */
export function on<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[K]) => void,
  capture = false,
): void {
  document.addEventListener(
    type,
    (event) => {
      const origin = event.target instanceof Element ? event.target : null;
      const found = origin?.closest<HTMLElement>(selector);
      if (found) act(found, event);
    },
    capture,
  );
}

/** Acts once on each element that matches: those on the page, and those that a swap brings. */
export function onEach(selector: string, act: Act): void {
  appearing.push({ selector, act, seen: new WeakSet() });
}

/** Looks for new elements in a part of the page that has just been swapped in. */
export function refresh(root: ParentNode): void {
  for (const { selector, act, seen } of appearing) {
    const own = root instanceof HTMLElement && root.matches(selector) ? [root] : [];
    for (const element of [...own, ...root.querySelectorAll<HTMLElement>(selector)]) {
      if (seen.has(element)) continue;
      seen.add(element);
      act(element);
    }
  }
}

/** Begins: islands have registered, the page is parsed (module scripts run after that). */
export function start(): void {
  refresh(document);
  document.addEventListener("htmx:load", (event) => refresh((event as CustomEvent<{ elt: HTMLElement }>).detail.elt));
}

/** A copy of the first element of a `<template>`. */
export function clone(template: string | HTMLTemplateElement): HTMLElement {
  const source = typeof template === "string" ? document.getElementById(template) : template;
  const first = source instanceof HTMLTemplateElement ? source.content.firstElementChild : null;
  if (!first) throw new Error(`The page has no template ${String(template)}`);
  return first.cloneNode(true) as HTMLElement;
}

/** The element that the template marks with `data-part`. */
export function part(root: ParentNode, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (!found) throw new Error(`The template has no part ${name}`);
  return found;
}

export function isTyping(target: EventTarget | null): boolean {
  // A field of a dialog that has just closed keeps the focus for a moment.
  if (!(target instanceof HTMLElement) || !isShown(target)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "file"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export function isShown(element: HTMLElement): boolean {
  return element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
}

/** The time of day, written as the server writes it. */
export function clock(moment: Date): string {
  return moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function later(act: () => void, milliseconds: number): () => void {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
}
