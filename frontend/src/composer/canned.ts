// Canned replies: found by their title, put in at the cursor with their variables already filled by the server.
import { clone, later, part } from "../page";
import { getJson } from "../requests";
import type { Words } from "./editor";

type Reply = { id: number; title: string; body: string };

const WAIT_MS = 150;

export function canned(form: HTMLFormElement, words: Words): void {
  const menu = form.querySelector<HTMLElement>("[data-canned]");
  const field = menu?.querySelector<HTMLInputElement>("[data-canned-search]");
  const list = menu?.querySelector<HTMLElement>("[data-canned-list]");
  const empty = menu?.querySelector<HTMLElement>("[data-canned-empty]");
  if (!menu || !field || !list) return;

  const offered = (reply: Reply): HTMLElement => {
    const option = clone("tpl-pick") as HTMLButtonElement;
    option.type = "button";
    part(option, "label").textContent = reply.title;
    part(option, "detail").textContent = new DOMParser().parseFromString(reply.body, "text/html").body.textContent?.slice(0, 120) ?? "";
    option.addEventListener("click", () => {
      menu.hidePopover();
      words.insert(reply.body);
    });
    return option;
  };

  const ask = async (): Promise<void> => {
    const { items } = await getJson<{ items: Reply[] }>(form.dataset.cannedUrl ?? "", { q: field.value.trim() }).catch(() => ({ items: [] }));
    list.replaceChildren(...items.map(offered));
    if (empty) empty.hidden = items.length > 0;
  };

  field.addEventListener("input", later(() => void ask(), WAIT_MS));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "open") void ask();
  });
}
