// A button in a row leads back to the list in which it stands: whoever pressed it stays where they are, on the same row
// with the keyboard. Without script the page begins at its top.
const KEY = "deskhand-stay";
const ROWS = "main li, main tr";
const WRONG = "main [role=alert], main [aria-invalid=true]";

/** `row` names the row by what its form sends; `place` is its place, for when it is gone; `button` is what was pressed
 * with the keyboard, by its name and by where its form goes. */
type Left = { path: string; top: number; row: string; place: number; button: [string, string] | null };

document.addEventListener("submit", (event) => {
  sessionStorage.removeItem(KEY);
  const form = event.target as HTMLFormElement;
  const row = form.closest<HTMLElement>(ROWS);
  if (event.defaultPrevented || form.method !== "post" || !row) return;
  const button = event.submitter;
  const left: Left = {
    path: here(),
    top: scrolled(row).scrollTop,
    row: named(row),
    place: rows().indexOf(row),
    button: button?.matches(":focus-visible") ? [label(button), goal(form)] : null,
  };
  sessionStorage.setItem(KEY, JSON.stringify(left));
});

/** Goes back to where a button of this page was pressed, if an answer led here. What is wrong is read from the top. */
export function comeBack(): void {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (!kept || document.querySelector(WRONG)) return;
  const [way] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const left = JSON.parse(kept) as Left;
  if (left.path !== here() || !way?.redirectCount) return;
  const all = rows();
  const row = all.find((one) => named(one) === left.row) ?? all[Math.min(left.place, all.length - 1)];
  if (!row) return;
  if (!location.hash) scrolled(row).scrollTop = left.top;
  if (left.button) buttonOf(row, ...left.button)?.focus();
}

function here(): string {
  return location.pathname + location.search;
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROWS)].filter((one) => one.querySelector("form[method=post]"));
}

function named(row: HTMLElement): string {
  const form = row.querySelector<HTMLFormElement>("form[method=post]");
  const hidden = [...(form?.querySelectorAll<HTMLInputElement>("input[type=hidden]:not([name=csrfmiddlewaretoken])") ?? [])];
  return [form ? goal(form) : "", ...hidden.map((one) => `${one.name}=${one.value}`)].join(" ");
}

function label(button: HTMLElement): string {
  return button.getAttribute("aria-label") ?? button.textContent.trim();
}

function goal(form: HTMLFormElement): string {
  return form.getAttribute("action") ?? "";
}

/** The same button, or the nearest that can be pressed: the first row cannot go up any more. */
function buttonOf(row: HTMLElement, name: string, action: string): HTMLElement | undefined {
  const buttons = [...row.querySelectorAll<HTMLButtonElement>("form[method=post] button:not(:disabled)")];
  return buttons.find((one) => label(one) === name) ?? buttons.find((one) => one.form && goal(one.form) === action) ?? buttons[0];
}

function scrolled(element: HTMLElement): Element {
  for (let one = element.parentElement; one; one = one.parentElement)
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  return document.scrollingElement ?? document.documentElement;
}
