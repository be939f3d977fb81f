// Forgiving matching: case and accents do not matter, words may come in any order, beginnings and gaps are enough.

const WORD = 12;
const START = 9;
const INSIDE = 4;
const GAPS = 2;
const OTHER_START = 3;
const OTHER_INSIDE = 1;
const WHOLE_START = 6;
/** So long must a word be that may have gaps. */
const SHORTEST_WITH_GAPS = 3;

/** Small letters without accents. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss");
}

export type Prepared = { label: string; words: string[]; others: string[] };

export function prepare(label: string, others: string): Prepared {
  return { label: fold(label), words: split(label), others: split(others) };
}

export function split(text: string): string[] {
  return fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** How well the typed words fit, 0 for not at all. */
export function fits(typed: string[], found: Prepared): number {
  let sum = 0;
  for (const word of typed) {
    const points = one(word, found);
    if (points === 0) return 0;
    sum += points;
  }
  return sum + (found.label.startsWith(typed.join(" ")) ? WHOLE_START : 0);
}

function one(word: string, { label, words, others }: Prepared): number {
  if (words.includes(word)) return WORD;
  if (words.some((other) => other.startsWith(word))) return START;
  if (label.includes(word)) return INSIDE;
  if (others.some((other) => other.startsWith(word))) return OTHER_START;
  if (word.length >= SHORTEST_WITH_GAPS && words.some((other) => hasGaps(word, other))) return GAPS;
  return others.some((other) => other.includes(word)) ? OTHER_INSIDE : 0;
}

/** Whether the letters stand in the word in this order, from its first letter on. */
function hasGaps(letters: string, word: string): boolean {
  if (letters[0] !== word[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at += 1;
  return at === letters.length;
}

/** The parts of a label, with those that were typed marked. */
export function marked(label: string, typed: string[]): { text: string; isHit: boolean }[] {
  const letters = [...label];
  const owners: number[] = [];
  let text = "";
  letters.forEach((letter, at) => {
    for (const part of fold(letter)) {
      text += part;
      owners.push(at);
    }
  });
  const hits = new Set<number>();
  for (const word of typed) {
    const at = text.indexOf(word);
    for (let n = at; at >= 0 && n < at + word.length; n += 1) hits.add(owners[n] ?? -1);
  }
  const parts: { text: string; isHit: boolean }[] = [];
  letters.forEach((letter, at) => {
    const last = parts.at(-1);
    const isHit = hits.has(at);
    if (last && last.isHit === isHit) last.text += letter;
    else parts.push({ text: letter, isHit });
  });
  return parts;
}
