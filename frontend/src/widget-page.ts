// The pages inside the widget's frame: Escape closes the panel around them, and who comes to them by keyboard stands in
// the first field. They work without.
import "./videos";
import { later, start } from "./page";

const WAIT_MS = 700;

addEventListener("keydown", (event) => {
  // Only the site around this page hears it, and there is nothing in it to learn.
  if (event.key === "Escape" && window.parent !== window) window.parent.postMessage("deskhand:close", "*");
});

const first = (): void => {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>("[data-first]")?.focus();
};
if (document.hasFocus()) first();
else addEventListener("focus", first, { once: true });

/** While somebody writes, what may answer it stands above the button: known outages and articles. What is being read
 *  stays. Nothing is said of a network that fails: the form is sent, or not, as always. */
function offer(place: HTMLElement): void {
  const form = place.closest("form");
  let asking: AbortController | undefined;
  let last = "";
  const ask = async (): Promise<void> => {
    const written = new URLSearchParams();
    for (const name of ["subject", "body"]) written.set(name, form?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "");
    if (written.toString() === last || place.querySelector("details[open]") || place.contains(document.activeElement)) return;
    last = written.toString();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(place.dataset.offers ?? "", { method: "POST", body: written, signal: asking.signal });
      if (answer.ok && !answer.redirected && !place.querySelector("details[open]")) place.innerHTML = await answer.text();
    } catch (error) {
      if (!(error instanceof DOMException)) last = "";
    }
  };
  const again = later(() => void ask(), WAIT_MS);
  for (const name of ["subject", "body"]) form?.querySelector(`[name=${name}]`)?.addEventListener("input", again);
}

document.querySelectorAll<HTMLElement>("[data-offers]").forEach(offer);
start();
