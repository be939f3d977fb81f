// What the editor of an article knows besides ordinary text: headings, tables, callouts, what opens on a click, videos
// by their address, pictures. The server keeps the same list (rich.py).
import { type AnyExtension, Mark, Node, mergeAttributes } from "@tiptap/core";
import Heading from "@tiptap/extension-heading";
import { TableKit } from "@tiptap/extension-table";
import { Refused, post } from "../requests";
import { word } from "../words";
import type { Words } from "./editor";
import type { Command } from "./toolbar";

export { describe, tellVideo } from "./described";

// Marks without a button: what was imported or written as Markdown stays when somebody edits it.
const KEPT = ["sub", "sup", "kbd", "mark", "small", "ins", "q", "var", "samp"].map((tag) =>
  Mark.create({ name: tag, parseHTML: () => [{ tag }], renderHTML: () => [tag, 0] }),
);

const CALLOUTS = ["note", "tip", "warning"];

const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,
  addAttributes: () => ({
    kind: {
      default: "note",
      parseHTML: (element) => element.getAttribute("data-callout") ?? "note",
      renderHTML: ({ kind }) => ({ "data-callout": kind as string }),
    },
  }),
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes(HTMLAttributes), 0],
});

const Summary = Node.create({
  name: "summary",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "summary" }],
  renderHTML: ({ HTMLAttributes }) => ["summary", HTMLAttributes, 0],
});

const Details = Node.create({
  name: "details",
  group: "block",
  content: "summary block+",
  defining: true,
  addAttributes: () => ({ name: { default: null }, open: { default: null } }),
  parseHTML: () => [{ tag: "details" }],
  renderHTML: ({ HTMLAttributes }) => ["details", HTMLAttributes, 0],
  // In the editor it stands open: what is folded could not be written in.
  addNodeView: () => () => {
    const dom = document.createElement("div");
    dom.className = "details";
    return { dom, contentDOM: dom };
  },
});

const Video = Node.create({
  name: "video",
  group: "block",
  atom: true,
  addAttributes: () => ({
    address: {
      default: "",
      parseHTML: (element) => element.getAttribute("data-video") ?? "",
      renderHTML: ({ address }) => ({ "data-video": address as string }),
    },
    captions: {
      default: "",
      parseHTML: (element) => element.getAttribute("data-captions") ?? "",
      renderHTML: ({ captions }) => (captions ? { "data-captions": captions as string } : {}),
    },
    title: {
      default: "",
      parseHTML: (element) => element.getAttribute("title") ?? "",
      renderHTML: ({ title }) => (title ? { title: title as string } : {}),
    },
  }),
  parseHTML: () => [{ tag: "figure[data-video]" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
  addNodeView:
    () =>
    ({ node }) => {
      const dom = document.createElement("figure");
      dom.dataset.video = "";
      dom.textContent = [node.attrs.title, node.attrs.address].filter(Boolean).join(" · ");
      return { dom };
    },
});

export const EXTENSIONS: AnyExtension[] = [
  Heading.configure({ levels: [2, 3, 4] }),
  ...KEPT,
  TableKit.configure({ table: { resizable: false } }),
  Callout,
  Details,
  Summary,
  Video,
];

function callout(kind: string): Command {
  return ({ editor }) => {
    const chain = editor.chain().focus();
    (editor.isActive("callout", { kind }) ? chain.lift("callout") : chain.wrapIn("callout", { kind })).run();
  };
}

export const COMMANDS: Record<string, Command> = {
  heading2: ({ editor }) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  heading3: ({ editor }) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  codeBlock: ({ editor }) => editor.chain().focus().toggleCodeBlock().run(),
  table: ({ editor }) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  details: ({ editor }) => {
    const from = editor.state.selection.from;
    editor
      .chain()
      .focus()
      .insertContent({ type: "details", content: [{ type: "summary" }, { type: "paragraph" }] })
      .run();
    // One begins with the words that are always seen.
    let summary = -1;
    editor.state.doc.nodesBetween(Math.max(0, from - 2), editor.state.doc.content.size, (node, position) => {
      if (summary < 0 && node.type.name === "summary" && node.content.size === 0) summary = position + 1;
      return summary < 0;
    });
    if (summary > 0) editor.commands.setTextSelection(summary);
  },
  ...Object.fromEntries(CALLOUTS.map((kind) => [kind, callout(kind)])),
};

/** Whether the cursor stands in what a button makes. */
export function isPressed({ editor }: Words, command: string): boolean {
  const level = /^heading([2-4])$/.exec(command)?.[1];
  if (level) return editor.isActive("heading", { level: Number(level) });
  return CALLOUTS.includes(command) ? editor.isActive("callout", { kind: command }) : editor.isActive(command);
}

/** What the server says of a file that it has taken. */
type Taken = { url: string; is_image: boolean; is_captions: boolean };

/** Puts pictures and videos into the text as soon as the server has taken them; captions belong to the video that is
 *  selected. Says in words what was not taken. */
export async function picture(field: HTMLElement, words: Words, files: File[]): Promise<void> {
  for (const file of files) {
    const taken = await upload(field, file);
    if (taken?.is_image) words.image(taken.url);
    else if (taken?.is_captions) words.editor.commands.updateAttributes("video", { captions: taken.url });
    else if (taken) video(words, taken.url, "");
  }
}

async function upload(field: HTMLElement, file: File): Promise<Taken | null> {
  const line = field.querySelector<HTMLElement>("[data-rich-error]");
  const say = (text: string): void => {
    const part = line?.querySelector<HTMLElement>("[data-part=text]");
    if (part) part.textContent = text;
    line?.classList.toggle("hidden", !text);
    line?.classList.toggle("flex", Boolean(text));
  };
  say(word("uploading", { name: file.name }));
  const body = new FormData();
  body.append("file", file, file.name || "image.png");
  try {
    const taken = (await (await post(field.dataset.uploadUrl ?? "", body)).json()) as Taken;
    say("");
    return taken;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(word("upload_failed", { name: file.name, reason: error.message }));
    return null;
  }
}

/** The video that an address means, for the reader to play once they agree. */
export function video({ editor }: Words, typed: string, title: string): void {
  const address = /^https:\/\/|^\/help\/files\//i.test(typed) ? typed : `https://${typed.replace(/^[a-z]+:\/*/i, "")}`;
  editor.chain().focus().insertContent({ type: "video", attrs: { address, title } }).run();
}
