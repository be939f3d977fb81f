// What other sites embed: a button, and a panel that shows a page of Deskhand in a frame. Nothing is asked of the server
// before the button is pressed, nothing is stored. It needs of the site's content policy `script-src` and `frame-src`
// with Deskhand's address, no more: styles are set without style elements, elements are made without markup.
type Label = { open: string; close: string; panel: string };

const LABELS: Record<string, Label> = {
  en: { open: "Help", close: "Close help", panel: "Help and contact" },
  de: { open: "Hilfe", close: "Hilfe schließen", panel: "Hilfe und Kontakt" },
};

const PHONE = "(max-width: 520px), (max-height: 420px)";

const STYLE = `
:host { all: initial; color-scheme: light dark; }
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
* { box-sizing: border-box; }
button { font: 600 15px/20px system-ui, sans-serif; color: light-dark(#fff, #06222b); background: light-dark(#0d5566, #7cc4d8);
  border: 1px solid light-dark(#0d5566, #7cc4d8); border-radius: 999px; min-height: 44px; min-width: 44px; padding: 10px 18px;
  cursor: pointer; }
button:focus-visible { outline: 3px solid light-dark(#0d5566, #7cc4d8); outline-offset: 3px; }
.open { position: fixed; inset-block-end: 20px; inset-inline-end: 20px; z-index: 2147483000;
  box-shadow: 0 2px 12px rgb(0 0 0 / .25); }
.at-start .open { inset-inline: 20px auto; }
dialog { position: fixed; inset: auto; inset-block-end: 76px; inset-inline-end: 20px; z-index: 2147483000; margin: 0; padding: 0;
  width: min(400px, calc(100vw - 40px)); height: min(640px, calc(100dvh - 96px)); max-width: none; max-height: none; overflow: hidden;
  border: 1px solid light-dark(#c9d3d8, #3b4a52); border-radius: 12px; background: light-dark(#fff, #14212a);
  box-shadow: 0 8px 40px rgb(0 0 0 / .3); }
.at-start dialog { inset-inline: 20px auto; }
dialog[open] { display: flex; flex-direction: column; }
header { display: flex; justify-content: flex-end; padding: 6px; }
header button { background: transparent; color: light-dark(#14212a, #e6eef1); border-color: transparent; padding: 10px 14px; }
iframe { flex: 1; width: 100%; border: 0; background: transparent; }
@media ${PHONE} { dialog, .at-start dialog { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } }
@media print { :host { display: none; } }
`;

function begin(own: HTMLScriptElement): void {
  if (document.querySelector("deskhand-help")) return;
  const asked = (own.dataset.language ?? document.documentElement.lang).toLowerCase().split("-")[0] ?? "";
  const words = LABELS[asked] ?? (LABELS.en as Label);
  const address = new URL("widget/search/", own.src);
  if (asked) address.searchParams.set("language", asked);
  const theme = own.dataset.theme === "light" || own.dataset.theme === "dark" ? own.dataset.theme : "";
  if (theme) address.searchParams.set("theme", theme);

  const host = document.createElement("deskhand-help");
  if (theme) host.dataset.theme = theme;
  const root = host.attachShadow({ mode: "closed" });
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];

  const box = document.createElement("div");
  box.lang = asked in LABELS ? asked : "en";
  box.className = own.dataset.side === "left" ? "at-start" : "";
  const opener = button(own.dataset.label || words.open, "open");
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-haspopup", "dialog");
  const panel = document.createElement("dialog");
  panel.setAttribute("aria-label", words.panel);
  const head = document.createElement("header");
  const closer = button(words.close, "");
  head.append(closer);
  panel.append(head);
  box.append(opener, panel);
  root.append(box);
  document.body.append(host);

  let frame: HTMLIFrameElement | null = null;
  const open = (): void => {
    opener.setAttribute("aria-expanded", "true");
    const isNew = frame === null;
    frame ??= framed(address, words.panel);
    if (isNew) panel.append(frame);
    // On a phone it covers the page: what is behind must not be reached.
    if (matchMedia(PHONE).matches) panel.showModal();
    else panel.show();
    if (isNew) frame.addEventListener("load", () => panel.open && frame?.focus(), { once: true });
    else frame.focus();
  };
  const close = (): void => {
    if (panel.open) panel.close();
  };
  opener.addEventListener("click", () => (panel.open ? close() : open()));
  closer.addEventListener("click", close);
  panel.addEventListener("close", () => {
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  });
  root.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key === "Escape") close();
  });
  // The frame's own Escape key. Only its page is heard, and only this one word.
  addEventListener("message", (event) => {
    const isOurs = frame !== null && event.source === frame.contentWindow && event.origin === address.origin;
    if (isOurs && event.data === "deskhand:close") close();
  });
}

function button(label: string, name: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  if (name) made.className = name;
  return made;
}

function framed(address: URL, title: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.referrerPolicy = "origin";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
  frame.src = address.href;
  return frame;
}

const own = document.currentScript;
if (own instanceof HTMLScriptElement) {
  if (document.body) begin(own);
  else addEventListener("DOMContentLoaded", () => begin(own), { once: true });
}

export {};
