// Custom fields in a form: those that are not asked hide while one fills in the others, as the server judges them later.
import { asked, needed, type Ruled, type Values } from "./field-rules";

type Known = { fields: (Ruled & { kinds: string[] })[]; paths: Record<string, Record<string, string[]>> };

const PREFIX = "fields.";

export function follow(root: HTMLElement): void {
  const form = root.closest("form");
  const known = JSON.parse(root.dataset.fieldRules ?? "{}") as Known;
  if (!form || !known.fields) return;
  const kind = form.querySelector<HTMLSelectElement>("select[name=kind]");
  const judge = (): void => {
    const values = valuesOf(root, known);
    const fields = known.fields.filter((one) => !kind || one.kinds.length === 0 || one.kinds.includes(kind.value));
    const shown = new Set(asked(fields, values));
    const must = new Set(needed(fields, values));
    for (const part of root.querySelectorAll<HTMLElement>(":scope > [data-field]")) {
      const code = part.dataset.field ?? "";
      part.hidden = !shown.has(code);
      const optional = part.querySelector<HTMLElement>("[data-field-optional]");
      if (optional) optional.hidden = must.has(code);
    }
  };
  form.addEventListener("input", judge);
  form.addEventListener("change", judge);
  judge();
}

function valuesOf(root: HTMLElement, known: Known): Values {
  const found: Record<string, string[]> = {};
  for (const { code } of known.fields) {
    const named = root.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${CSS.escape(PREFIX + code)}"]`);
    const texts = [...named].filter((one) => one.type !== "checkbox" || (one as HTMLInputElement).checked).map((one) => one.value.trim());
    const paths = known.paths[code];
    found[code] = texts.filter(Boolean).flatMap((one) => paths?.[one] ?? [one]);
  }
  return found;
}
