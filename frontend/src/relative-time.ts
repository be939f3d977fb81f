// "12 min" grows old: the words of every <time data-ago> follow the clock. Beyond a week they are dates and stay.
import { on, onEach } from "./page";
import { word } from "./words";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const EVERY_MS = 20000;

const shown = new Set<WeakRef<HTMLElement>>();

function unit(seconds: number): string {
  if (seconds < HOUR) return word("minutes", { n: Math.floor(seconds / MINUTE) });
  if (seconds < DAY) return word("hours", { n: Math.floor(seconds / HOUR) });
  return word("days", { n: Math.floor(seconds / DAY) });
}

function say(element: HTMLElement): void {
  const seconds = (Date.now() - Date.parse(element.getAttribute("datetime") ?? "")) / 1000;
  if (!(Math.abs(seconds) < 7 * DAY)) return;
  const words = Math.abs(seconds) < MINUTE ? word("now") : unit(Math.abs(seconds));
  const text = seconds < -MINUTE ? word("in", { time: words }) : words;
  if (element.textContent !== text) element.textContent = text;
}

// How long a timer has run, in hours and minutes: the same in every language.
function clock(element: HTMLElement): void {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(element.getAttribute("datetime") ?? "")) / 60000));
  const text = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  if (element.textContent !== text) element.textContent = text;
}

onEach("time[data-elapsed]", (element) => shown.add(new WeakRef(element)));
onEach("time[data-ago]", (element) => shown.add(new WeakRef(element)));

window.setInterval(() => {
  if (document.hidden) return;
  for (const reference of shown) {
    const element = reference.deref();
    if (element?.isConnected) ("elapsed" in element.dataset ? clock : say)(element);
    else shown.delete(reference);
  }
}, EVERY_MS);

// Lists name only the instant; the exact day and time is spelled out for whoever points at it.
on("mouseover", "time[data-ago]:not([title])", (element) => {
  const { lang, dataset } = document.documentElement;
  const moment = new Date(element.getAttribute("datetime") ?? "");
  const zone = dataset.zone ? { timeZone: dataset.zone } : {};
  element.title = moment.toLocaleString(lang, { dateStyle: "full", timeStyle: "short", ...zone });
});
