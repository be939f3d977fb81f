// Chips that say how long something has left: <time data-left> counts down, then up. One timer for the page, which rests
// while nobody looks; to the second in the last five minutes, else to the minute (deskhand.web.moments.left).
import { word } from "./words";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const YEAR = 365 * DAY;
const SECONDS_BELOW = 5 * MINUTE;
const SECOND_MS = 1000;
const SLOW_MS = 15000;

const shown = new Set<WeakRef<HTMLElement>>();
let timer = 0;

/** Counts on what an element says. */
export function countDown(element: HTMLElement): void {
  shown.add(new WeakRef(element));
  window.clearTimeout(timer);
  timer = window.setTimeout(tick);
}

function words(seconds: number): string {
  const unit = (key: string, n: number): string => (n > 0 ? word(key, { n: Math.floor(n) }) : "");
  if (seconds < MINUTE) return word("seconds", { n: seconds });
  if (seconds < SECONDS_BELOW) return `${unit("minutes", seconds / MINUTE)} ${unit("seconds", seconds % MINUTE)}`.trim();
  if (seconds < HOUR) return unit("minutes", seconds / MINUTE);
  if (seconds < DAY) return `${unit("hours", seconds / HOUR)} ${unit("minutes", Math.floor((seconds % HOUR) / MINUTE))}`.trim();
  return `${unit("days", seconds / DAY)} ${unit("hours", Math.floor((seconds % DAY) / HOUR))}`.trim();
}

/** Says what is left; gives whether that changes within a second. */
function say(element: HTMLElement): boolean {
  const left = (Date.parse(element.getAttribute("datetime") ?? "") - Date.now()) / 1000;
  const seconds = Math.floor(Math.abs(left));
  if (!(seconds < YEAR)) return false; // The words of the server stay: they change too rarely to be counted.
  const text = left > 0 ? words(seconds) : word("over", { time: words(seconds) });
  if (element.textContent !== text) element.textContent = text;
  colour(element, left);
  return seconds <= SECONDS_BELOW;
}

/** A chip that ran becomes soon, then late; its marks follow by the stylesheet. */
function colour(element: HTMLElement, left: number): void {
  const chip = element.closest(".due.calm, .due.soon");
  if (!chip) return;
  const isSoon = Date.now() >= Date.parse(element.dataset.soon ?? "");
  if (left > 0 && !(isSoon && chip.matches(".calm"))) return;
  chip.classList.remove("calm", "soon");
  chip.classList.add(left > 0 ? "soon" : "late");
}

function tick(): void {
  window.clearTimeout(timer);
  if (document.hidden) return;
  let isNear = false;
  for (const reference of shown) {
    const element = reference.deref();
    if (!element?.isConnected) shown.delete(reference);
    else if (say(element)) isNear = true;
  }
  if (shown.size) timer = window.setTimeout(tick, isNear ? SECOND_MS - (Date.now() % SECOND_MS) : SLOW_MS);
}

document.addEventListener("visibilitychange", tick);
// What was morphed says what the server said, a moment ago.
document.addEventListener("deskhand:morphed", tick);
