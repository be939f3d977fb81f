// Canned replies, their variables already filled by the server: found by their words in a list, or put in at once by
// typing ;; and a shortcut. Their files go along.
import { clone, later, part } from "../page";
import { getJson, post } from "../requests";
import { toast } from "../toast";
import { word } from "../words";
import type { Uploaded } from "./attachments";
import type { Words } from "./editor";
import { suggests } from "./suggest";

type Reply = { id: number; title: string; body: string; shortcut: string; files: number };

const WAIT_MS = 150;

function beginning(reply: Reply): string {
  const words = new DOMParser().parseFromString(reply.body, "text/html").body.textContent?.slice(0, 120) ?? "";
  return [reply.shortcut && `;;${reply.shortcut}`, reply.files > 0 && word("with_files"), words].filter(Boolean).join(" · ");
}

async function ask(form: HTMLFormElement, asked: Record<string, string>, signal?: AbortSignal): Promise<Reply[]> {
  return (await getJson<{ items: Reply[] }>(form.dataset.cannedUrl ?? "", asked, signal)).items;
}

/** What is one paragraph goes on where one writes; more of them begin anew. */
export function fitting(markup: string): string {
  const { children } = new DOMParser().parseFromString(markup, "text/html").body;
  return children.length === 1 && children[0]?.tagName === "P" ? children[0].innerHTML : markup;
}

/** Tells the server that a reply was put in; its files come back as uploads of the writer. */
async function used(form: HTMLFormElement, reply: Reply, attach: (files: Uploaded[]) => void): Promise<void> {
  try {
    const answer = await post(`${(form.dataset.cannedUrl ?? "").replace(/\/$/, "")}/${reply.id}/use`, new FormData());
    attach(((await answer.json()) as { files: Uploaded[] }).files);
  } catch (error) {
    if (reply.files > 0) toast(error instanceof Error ? error.message : String(error), { kind: "error" });
  }
}

/** `;;shortcut` in the text. */
export function shortcuts(form: HTMLFormElement, attach: (files: Uploaded[]) => void) {
  return suggests<Reply>({
    name: "shortcuts",
    sign: ";;",
    label: () => word("canned_which"),
    allowed: () => true,
    items: (typed, signal) => ask(form, { shortcut: typed }, signal),
    shown: (reply) => ({ label: reply.title, detail: beginning(reply) }),
    exact: (replies, typed) => replies.find((one) => one.shortcut === typed.toLowerCase()),
    take: (editor, range, reply) => {
      editor.chain().focus().deleteRange(range).insertContent(fitting(reply.body)).run();
      void used(form, reply, attach);
    },
  });
}

/** The list behind the button and its key. */
export function canned(form: HTMLFormElement, words: Words, attach: (files: Uploaded[]) => void): void {
  const menu = form.querySelector<HTMLElement>("[data-canned]");
  const field = menu?.querySelector<HTMLInputElement>("[data-canned-search]");
  const list = menu?.querySelector<HTMLElement>("[data-canned-list]");
  const empty = menu?.querySelector<HTMLElement>("[data-canned-empty]");
  if (!menu || !field || !list) return;

  const offered = (reply: Reply): HTMLElement => {
    const option = clone("tpl-pick") as HTMLButtonElement;
    option.type = "button";
    part(option, "label").textContent = reply.title;
    part(option, "detail").textContent = beginning(reply);
    option.addEventListener("click", () => {
      menu.hidePopover();
      words.insert(fitting(reply.body));
      void used(form, reply, attach);
    });
    return option;
  };

  const find = async (): Promise<void> => {
    const replies = await ask(form, { q: field.value.trim() }).catch(() => []);
    list.replaceChildren(...replies.map(offered));
    if (empty) empty.hidden = replies.length > 0;
  };

  field.addEventListener("input", later(() => void find(), WAIT_MS));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "open") void find();
  });
}
