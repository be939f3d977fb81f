// Small helps for forms: growing text, lists of files, copying, filtering, the theme, and a word before leaving unsaved.
import { clone, on, onEach, part } from "./page";
import { folded } from "./picker";
import { toast } from "./toast";
import { word } from "./words";

const GROWS_BY_CSS = CSS.supports("field-sizing", "content");

onEach("textarea[data-autogrow]", (element) => {
  const area = element as HTMLTextAreaElement;
  if (GROWS_BY_CSS) return;
  const grow = (): void => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  area.addEventListener("input", grow);
  if (area.value) grow();
});

/** A size as people say it. */
export function size(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log(bytes) / Math.log(1024)) : 0);
  const options = { style: "unit", unit: units[step] ?? "byte", unitDisplay: step ? "short" : "long", maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return (bytes / 1024 ** step).toLocaleString(document.documentElement.lang, options);
}

onEach("[data-files]", (root) => {
  const input = root.querySelector<HTMLInputElement>("input[type=file]");
  const list = root.querySelector<HTMLElement>("[data-files-list]");
  const zone = root.querySelector<HTMLElement>(".drop-zone");
  if (!input || !list || !zone) return;
  const draw = (): void => {
    list.replaceChildren(
      ...[...(input.files ?? [])].map((file) => {
        const line = clone("tpl-file");
        part(line, "name").textContent = file.name;
        part(line, "size").textContent = size(file.size);
        return line;
      }),
    );
  };
  input.addEventListener("change", draw);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    const all = new DataTransfer();
    for (const file of [...(input.files ?? []), ...(event.dataTransfer?.files ?? [])]) all.items.add(file);
    input.files = all.files;
    draw();
  });
});

on("change", "[data-submit-on-change]", (field) => (field.closest("form") ?? (field as HTMLInputElement).form)?.requestSubmit());

on("click", "[data-copy]", (button) => {
  void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => toast(word("copied")));
});

on("click", "[data-theme-choice]", (button) => {
  const choice = button.dataset.themeChoice ?? "system";
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
});

onEach("[data-filter]", (element) => {
  const input = element as HTMLInputElement;
  input.addEventListener("input", () => {
    const wanted = folded(input.value.trim());
    for (const entry of document.querySelectorAll<HTMLElement>(input.dataset.filter ?? "")) {
      entry.hidden = !folded(entry.textContent ?? "").includes(wanted);
    }
  });
});

// A form that goes away while the server works must not be sent twice.
on("submit", "form", (form, event) => {
  if (event.defaultPrevented || form.hasAttribute("hx-post")) return;
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement) || (form as HTMLFormElement).method !== "post") return;
  window.setTimeout(() => {
    button.classList.add("is-busy");
    button.setAttribute("aria-disabled", "true");
    window.setTimeout(() => {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
    }, 8000);
  });
});
on("click", "[aria-disabled=true]", (_button, event) => event.preventDefault(), true);

const dirty = new Set<Element>();
on("input", "form[data-dirty]", (form) => dirty.add(form));
on("submit", "form[data-dirty]", (form) => dirty.delete(form));
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

