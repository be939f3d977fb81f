// The sheet of keys: what acts on this page, in groups, to be searched and printed; and the switch for single keys.
import { keysHere, type Line } from "./keys";
import { clone, part } from "./page";
import { fold } from "./palette/match";
import { post } from "./requests";
import { toast } from "./toast";
import { word } from "./words";

const GROUPS: [string, () => string][] = [
  ["page", () => word("keys_page")],
  ["list", () => word("keys_list")],
  ["writing", () => word("keys_writing")],
  ["go", () => word("keys_go")],
  ["everywhere", () => word("keys_everywhere")],
];

export function showSheet(): void {
  if (document.querySelector("dialog[open]")) return;
  const dialog = clone("tpl-keys") as HTMLDialogElement;
  const lines = keysHere();
  const list = part(dialog, "keys");
  const search = part(dialog, "search") as HTMLInputElement;
  const draw = (): void => fill(list, lines, search.value, part(dialog, "nothing"));
  search.addEventListener("input", draw);
  part(dialog, "print").addEventListener("click", () => print());
  single(dialog);
  draw();
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  search.focus();
}

function fill(list: HTMLElement, lines: Line[], typed: string, nothing: HTMLElement): void {
  const wanted = fold(typed).split(" ").filter(Boolean);
  const fitting = lines.filter((one) => wanted.every((part) => fold(`${one.words} ${one.keys}`).includes(part)));
  const sections = GROUPS.map(([group, title]) => section(title(), fitting.filter((one) => one.group === group))).filter((one) => one !== null);
  list.replaceChildren(...sections);
  nothing.hidden = sections.length > 0;
}

function section(title: string, lines: Line[]): HTMLElement | null {
  if (lines.length === 0) return null;
  const box = clone("tpl-keys-group");
  part(box, "title").textContent = title;
  part(box, "lines").append(...lines.map(row));
  return box;
}

function row({ keys, words }: Line): HTMLElement {
  const line = clone("tpl-keys-line");
  part(line, "words").textContent = words;
  const caps = part(line, "caps");
  for (const one of keys.split(" ")) {
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.textContent = capNames()[one] ?? one;
    caps.append(cap);
  }
  return line;
}

/** What stands on the reader's keyboard where English ones have these words. */
function capNames(): Partial<Record<string, string>> {
  return { Ctrl: word("cap_ctrl"), Backspace: word("cap_backspace"), Esc: word("cap_esc") };
}

/** The switch is the person's own: kept by the server, so that it holds on every device. */
function single(dialog: HTMLElement): void {
  const box = part(dialog, "single");
  const control = part(dialog, "single-switch") as HTMLInputElement;
  const address = document.body.dataset.chooseUrl;
  if (!address) return box.remove();
  control.checked = document.body.dataset.singleKeys !== "off";
  control.addEventListener("change", () => {
    const value = control.checked ? "on" : "off";
    document.body.dataset.singleKeys = value;
    post(address, new URLSearchParams({ single_keys: value, next: window.location.pathname })).catch((error: unknown) => {
      control.checked = !control.checked;
      document.body.dataset.singleKeys = control.checked ? "on" : "off";
      toast(error instanceof Error ? error.message : "", { kind: "error" });
    });
  });
}
