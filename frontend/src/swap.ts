// htmx, tied to the content policy: no eval, no styles of its own. And morphing: what stays the same stays in place.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";
import { openConflict } from "./dialog";
import { refresh } from "./page";
import { csrfToken, reason } from "./requests";
import { toast } from "./toast";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // Tickets do not belong into the browser's storage.
htmx.config.refreshOnHistoryMiss = true;
htmx.config.defaultSettleDelay = 0;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

/** Changes an element into the given markup, touching only what differs. */
export function morph(element: Element, markup: Element | string): void {
  let wanted = markup;
  if (typeof wanted === "string") {
    const template = document.createElement("template");
    template.innerHTML = wanted.trim();
    const first = template.content.firstElementChild;
    if (!first) return;
    wanted = first;
  }
  const wrapper = element.parentElement;
  const { id } = wanted;
  Idiomorph.morph(element, wanted, {
    morphStyle: "outerHTML",
    ignoreActiveValue: true,
    callbacks: {
      beforeNodeMorphed: (old) => !(old instanceof Element && old.matches("[data-keep], [popover]:popover-open")),
      beforeAttributeUpdated: (name, node) =>
        !(name === "open" && node.matches("details, dialog")) && !(name === "style" && node.matches("[data-mail-frame]")),
    },
  });
  const now = (id ? document.getElementById(id) : null) ?? wrapper ?? document.body;
  htmx.process(now);
  refresh(now);
  document.dispatchEvent(new CustomEvent("deskhand:morphed", { detail: now }));
}

htmx.defineExtension("morph", {
  isInlineSwap: (style: string) => style === "morph",
  handleSwap: (style: string, target: Node, fragment: Node): boolean => {
    const wanted = (fragment as DocumentFragment).firstElementChild;
    if (style !== "morph" || !wanted || !(target instanceof Element)) return false;
    morph(target, wanted);
    return true;
  },
});

type Request = { elt: HTMLElement; headers: Record<string, string>; verb: string };
type Answer = { elt: HTMLElement; xhr: XMLHttpRequest };

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, verb } = (event as CustomEvent<Request>).detail;
  if (verb !== "get") headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = (event as CustomEvent<Answer>).detail;
  if (xhr.status === 401) document.dispatchEvent(new CustomEvent("deskhand:signed-out"));
  if ((xhr.status === 409 || xhr.status === 412) && openConflict(xhr.responseText, elt)) return refused(elt, "");
  refused(elt, reason(xhr.responseText, xhr.status));
});

for (const type of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(type, (event) => refused((event as CustomEvent<Answer>).detail.elt, reason("{}", 0)));
}

/** Tells whoever asked, in place if it can; else in a toast. */
function refused(element: HTMLElement, words: string): void {
  const event = new CustomEvent("deskhand:refused", { detail: words, bubbles: true, cancelable: true });
  if (element.dispatchEvent(event) && words) toast(words, { kind: "error" });
}
