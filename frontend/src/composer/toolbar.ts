// The buttons under the text, and the small line that asks for a link's address.
import type { Words } from "./editor";

export type Command = (words: Words) => void;

const COMMANDS: Record<string, Command> = {
  bold: ({ editor }) => editor.chain().focus().toggleBold().run(),
  italic: ({ editor }) => editor.chain().focus().toggleItalic().run(),
  bulletList: ({ editor }) => editor.chain().focus().toggleBulletList().run(),
  orderedList: ({ editor }) => editor.chain().focus().toggleOrderedList().run(),
  blockquote: ({ editor }) => editor.chain().focus().toggleBlockquote().run(),
  code: ({ editor }) => editor.chain().focus().toggleCode().run(),
};

/** What an editor can do besides: further commands, what asks for an address and a title first, and when a button is
 *  pressed. */
export type More = {
  commands: Record<string, Command>;
  addressed: Record<string, (words: Words, typed: string, title: string) => void>;
  isPressed: (words: Words, command: string) => boolean;
};

export function toolbar(scope: HTMLElement, words: Words, more?: More): void {
  const buttons = [...scope.querySelectorAll<HTMLElement>("[data-command]")];
  const ask = addressLine(scope, words);
  for (const button of buttons) {
    const name = button.dataset.command ?? "";
    const addressed = more?.addressed[name];
    button.addEventListener("click", () => {
      if (name === "link") ask((typed) => link(words, typed), (words.editor.getAttributes("link").href as string | undefined) ?? "");
      else if (addressed) ask((typed, title) => typed && addressed(words, typed, title), "", true);
      else (more?.commands[name] ?? COMMANDS[name])?.(words);
    });
  }
  const isPressed = (name: string): boolean => (more ? more.isPressed(words, name) : words.editor.isActive(name));
  const draw = (): void => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(isPressed(button.dataset.command ?? "")));
  };
  words.editor.on("transaction", draw);
}

function link(words: Words, typed: string): void {
  const address = /^[a-z][a-z+.-]*:/i.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`;
  const chain = words.editor.chain().focus().extendMarkRange("link");
  if (!typed) chain.unsetLink().run();
  else if (words.editor.state.selection.empty && !words.editor.isActive("link")) {
    chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href: address } }] }).run();
  } else chain.setLink({ href: address }).run();
}

type Use = (typed: string, title: string) => void;

/** The small line that asks for an address, where it is wanted with a title; gives them to whoever asked. */
function addressLine(scope: HTMLElement, words: Words): (use: Use, was: string, isTitled?: boolean) => void {
  const line = scope.querySelector<HTMLElement>("[data-link-line]");
  const field = line?.querySelector<HTMLInputElement>("input");
  const title = line?.querySelector<HTMLInputElement>("[data-link-title]");
  let use: Use = () => undefined;
  const close = (): void => {
    if (line) line.hidden = true;
    words.focus();
  };
  const set = (): void => {
    use(field?.value.trim() ?? "", title?.value.trim() ?? "");
    close();
  };
  line?.querySelector("[data-link-set]")?.addEventListener("click", set);
  line?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      set();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  return (next, was, isTitled = false) => {
    if (!line || !field) return;
    use = next;
    line.hidden = false;
    field.value = was;
    if (title) {
      title.hidden = !isTitled;
      title.value = "";
    }
    field.focus();
  };
}
