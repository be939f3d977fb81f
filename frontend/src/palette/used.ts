// What is used most comes first. Kept in this browser, for each person apart; names of commands and numbers only.

const RECENT = 7;

function read<T>(key: string, otherwise: T): T {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? "null") as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: nothing is remembered.
  }
}

export function used(owner: string): Record<string, number> {
  return read<Record<string, number>>(`deskhand-used:${owner}`, {});
}

export function use(owner: string, key: string): void {
  const counts = used(owner);
  write(`deskhand-used:${owner}`, { ...counts, [key]: (counts[key] ?? 0) + 1 });
}

export function recent(owner: string): string[] {
  return read<string[]>(`deskhand-recent:${owner}`, []);
}

/** Notes that a ticket was opened. */
export function opened(owner: string, number: string): void {
  write(`deskhand-recent:${owner}`, [number, ...recent(owner).filter((one) => one !== number)].slice(0, RECENT));
}
