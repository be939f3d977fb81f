// Notifications of the desktop: only where somebody switched them on in this browser, and asked for by that click.
import type { Change } from "./live";
import { part } from "./page";
import { getJson } from "./requests";

type News = { newest: number; items: { id: number; title: string; text: string; url: string }[] };

const SWITCH = "deskhand-desktop";
let unread = -1;
let after = -1;

function isOn(): boolean {
  return localStorage.getItem(SWITCH) !== null && "Notification" in window && Notification.permission === "granted";
}

/** The button on the page of notifications. */
export function offerDesktop(button: HTMLElement): void {
  if (!("Notification" in window) || Notification.permission === "denied") return;
  button.hidden = false;
  show(button);
  button.addEventListener("click", () => {
    if (isOn()) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, button.dataset.desktop ?? "");
    if (Notification.permission !== "default") return show(button);
    void Notification.requestPermission().then((answer) => {
      if (answer !== "granted") localStorage.removeItem(SWITCH);
      show(button);
    });
  });
}

function show(button: HTMLElement): void {
  button.setAttribute("aria-pressed", String(isOn()));
  part(button, "on").hidden = !isOn();
  part(button, "off").hidden = isOn();
}

/** Speaks of what is new whenever the count of unread ones grows. */
export function watchNews(): void {
  document.addEventListener("deskhand:live", (event) => {
    const change = (event as CustomEvent<Change>).detail;
    const hasMore = change.unread !== undefined && change.unread > unread && unread >= 0;
    unread = change.unread ?? unread;
    if (isOn() && (hasMore || after < 0)) void tell();
  });
}

async function tell(): Promise<void> {
  const address = localStorage.getItem(SWITCH);
  if (!address) return;
  const news = await getJson<News>(address, after >= 0 ? { after: String(after) } : {}).catch(() => undefined);
  if (!news) return;
  after = Math.max(after, news.newest);
  for (const one of news.items) {
    // One tag for each: several open tabs show it once.
    const shown = new Notification(one.title, { body: one.text, tag: `deskhand-${one.id}` });
    shown.addEventListener("click", () => {
      window.focus();
      window.location.assign(one.url);
    });
  }
}
