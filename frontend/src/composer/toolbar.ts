// The buttons under the text, and the small line that asks for a link's address.
import type { Words } from "./editor";

const COMMANDS: Record<string, (words: Words) => void> = {
  bold: ({ editor }) => editor.chain().focus().toggleBold().run(),
  italic: ({ editor }) => editor.chain().focus().toggleItalic().run(),
  bulletList: ({ editor }) => editor.chain().focus().toggleBulletList().run(),
  orderedList: ({ editor }) => editor.chain().focus().toggleOrderedList().run(),
  blockquote: ({ editor }) => editor.chain().focus().toggleBlockquote().run(),
  code: ({ editor }) => editor.chain().focus().toggleCode().run(),
};

export function toolbar(form: HTMLFormElement, words: Words): void {
  const buttons = [...form.querySelectorAll<HTMLElement>("[data-command]")];
  const link = linkLine(form, words);
  for (const button of buttons) {
    const name = button.dataset.command ?? "";
    button.addEventListener("click", () => (name === "link" ? link() : COMMANDS[name]?.(words)));
  }
  const draw = (): void => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(words.editor.isActive(button.dataset.command ?? "")));
  };
  words.editor.on("transaction", draw);
}

function linkLine(form: HTMLFormElement, words: Words): () => void {
  const line = form.querySelector<HTMLElement>("[data-link-line]");
  const field = line?.querySelector<HTMLInputElement>("input");
  const close = (): void => {
    if (line) line.hidden = true;
    words.focus();
  };
  const set = (): void => {
    const typed = field?.value.trim() ?? "";
    const address = /^[a-z][a-z+.-]*:/i.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`;
    const chain = words.editor.chain().focus().extendMarkRange("link");
    if (!typed) chain.unsetLink().run();
    else if (words.editor.state.selection.empty && !words.editor.isActive("link")) {
      chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href: address } }] }).run();
    } else chain.setLink({ href: address }).run();
    close();
  };
  line?.querySelector("[data-link-set]")?.addEventListener("click", set);
  field?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      set();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  return () => {
    if (!line || !field) return;
    line.hidden = false;
    field.value = (words.editor.getAttributes("link").href as string | undefined) ?? "";
    field.focus();
  };
}
