// The words that the server printed into the page, in the reader's language (deskhand.web.words).

const printed = document.getElementById("words")?.textContent;
const words = (printed ? JSON.parse(printed) : {}) as Record<string, string>;

/** One sentence with its `{names}` filled in. */
export function word(key: string, values: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
