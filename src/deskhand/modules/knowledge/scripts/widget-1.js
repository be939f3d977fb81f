(function() {
	// frontend/src/widget.ts
	var LABELS = {
		en: {
			open: "Help",
			close: "Close help",
			panel: "Help and contact"
		},
		de: {
			open: "Hilfe",
			close: "Hilfe schließen",
			panel: "Hilfe und Kontakt"
		}
	};
	var PHONE = "(max-width: 520px), (max-height: 420px)";
	var STYLE = `
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
	function begin(own) {
		if (document.querySelector("deskhand-help")) return;
		const asked = (own.dataset.language ?? document.documentElement.lang).toLowerCase().split("-")[0] ?? "";
		const words = LABELS[asked] ?? LABELS.en;
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
		let frame = null;
		const open = () => {
			opener.setAttribute("aria-expanded", "true");
			const isNew = frame === null;
			frame ??= framed(address, words.panel);
			if (isNew) panel.append(frame);
			if (matchMedia(PHONE).matches) panel.showModal();
			else panel.show();
			if (isNew) frame.addEventListener("load", () => panel.open && frame?.focus(), { once: true });
			else frame.focus();
		};
		const close = () => {
			if (panel.open) panel.close();
		};
		opener.addEventListener("click", () => panel.open ? close() : open());
		closer.addEventListener("click", close);
		panel.addEventListener("close", () => {
			opener.setAttribute("aria-expanded", "false");
			opener.focus();
		});
		root.addEventListener("keydown", (event) => {
			if (event.key === "Escape") close();
		});
		addEventListener("message", (event) => {
			if (frame !== null && event.source === frame.contentWindow && event.origin === address.origin && event.data === "deskhand:close") close();
		});
	}
	function button(label, name) {
		const made = document.createElement("button");
		made.type = "button";
		made.textContent = label;
		if (name) made.className = name;
		return made;
	}
	function framed(address, title) {
		const frame = document.createElement("iframe");
		frame.title = title;
		frame.referrerPolicy = "origin";
		frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
		frame.src = address.href;
		return frame;
	}
	var own = document.currentScript;
	if (own instanceof HTMLScriptElement) {
		if (document.body) begin(own);
		else addEventListener("DOMContentLoaded", () => begin(own), { once: true });
	}
})();
