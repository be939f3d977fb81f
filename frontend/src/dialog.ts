// Native dialogs: opened by a button, closed by Escape, a button or a click beside them; the focus goes back by itself.
import htmx from "htmx.org";
import { clone, on, onEach, part, refresh } from "./page";
import { csrfToken } from "./requests";
import { word } from "./words";

on("click", "[data-dialog]", (button) => {
  const dialog = document.getElementById(button.dataset.dialog ?? "");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
});

on("click", "[data-close]", (button) => {
  button.closest("dialog")?.close();
  const popover = button.closest<HTMLElement>("[popover]");
  if (popover?.matches(":popover-open")) popover.hidePopover();
});

on("click", "dialog", (dialog, event) => {
  if (event.target !== dialog) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) (dialog as HTMLDialogElement).close();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = (event as CustomEvent<{ elt: HTMLElement; successful: boolean }>).detail;
  if (successful && elt instanceof HTMLFormElement) elt.closest("dialog")?.close();
});

/** Asks before something that cannot be taken back; resolves to whether to go on. */
export function ask(question: string, verb: string, detail = ""): Promise<boolean> {
  const dialog = clone("tpl-confirm") as HTMLDialogElement;
  part(dialog, "question").textContent = question;
  part(dialog, "detail").textContent = detail;
  const go = part(dialog, "verb");
  go.textContent = verb;
  document.body.append(dialog);
  return new Promise((resolve) => {
    let agreed = false;
    go.addEventListener("click", () => {
      agreed = true;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(agreed);
    });
    dialog.showModal();
  });
}

function askFor(element: HTMLElement): Promise<boolean> {
  const { confirm, confirmVerb, confirmDetail } = element.dataset;
  return ask(confirm || word("confirm"), confirmVerb || word("yes_do_it"), confirmDetail);
}

// Before htmx and before the browser: a form that asks is sent again once it was agreed to.
const agreed = new WeakSet<Element>();
on(
  "submit",
  "form[data-confirm]",
  (form, event) => {
    if (agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    void askFor(form).then((yes) => {
      if (!yes) return;
      agreed.add(form);
      (form as HTMLFormElement).requestSubmit(submitter);
    });
  },
  true,
);

// A form from a macro has no token of its own.
on("submit", "form", (element) => {
  const form = element as HTMLFormElement;
  const token = csrfToken();
  if (form.method !== "post" || !token || form.querySelector('[name="csrfmiddlewaretoken"]')) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken", value: token });
  form.append(field);
});

/** Opens the table of differences that the server answered; returns whether there was one. */
export function openConflict(markup: string, asker: HTMLElement): boolean {
  const dialog = new DOMParser().parseFromString(markup, "text/html").querySelector<HTMLDialogElement>("[data-conflict]");
  if (!dialog) return false;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    asker.dispatchEvent(new CustomEvent("live:now", { bubbles: true }));
  });
  htmx.process(dialog);
  refresh(dialog);
  dialog.showModal();
  return true;
}

/** An address with a `#part` takes the focus away once more, at the end of loading. */
onEach("[data-take-focus]", (summary) => {
  summary.focus();
  if (location.hash && document.readyState !== "complete")
    addEventListener("load", () => setTimeout(() => summary.focus({ preventScroll: true })), { once: true });
});
