// @somebody in what stays with colleagues: one piece of the text, which the server checks.
import { Node } from "@tiptap/core";
import type { Item } from "../picker";
import { getJson } from "../requests";
import { word } from "../words";
import { suggests } from "./suggest";

/** A mention in the text: `<span data-mention="person-12">@Name</span>`. */
export const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({
    who: { default: "", parseHTML: (element) => element.dataset.mention ?? "" },
    name: { default: "", parseHTML: (element) => (element.textContent ?? "").replace(/^@/, "") },
  }),
  parseHTML: () => [{ tag: "span[data-mention]" }],
  renderHTML: ({ node }) => ["span", { class: "mail-mention", "data-mention": node.attrs.who as string }, `@${node.attrs.name as string}`],
  renderText: ({ node }) => `@${node.attrs.name as string}`,
});

/** Offers people and teams of the desk after @, while what is written is not for the requester. */
export function mentions(form: HTMLFormElement) {
  const address = form.dataset.mentionUrl ?? "";
  return suggests<Item>({
    name: "mentions",
    sign: "@",
    label: () => word("mention_whom"),
    allowed: () => new FormData(form).get("kind") !== "reply",
    items: async (typed, signal) => (await getJson<{ items: Item[] }>(address, { q: typed }, signal)).items,
    shown: ({ label, detail }) => ({ label, detail: detail ?? "" }),
    take: (editor, range, item) => {
      const chip = { type: "mention", attrs: { who: String(item.id), name: item.label } };
      editor.chain().focus().insertContentAt(range, [chip, { type: "text", text: " " }]).run();
    },
  });
}
