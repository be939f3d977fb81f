// What of a request form counts, with what is answered so far. The same as src/deskhand/modules/catalog/asking/rules.py;
// a test has both judge forms made at random. No imports: the test runs this file alone.

export type Rule =
  | { not: Rule }
  | { all: Rule[] }
  | { any: Rule[] }
  | { of: string; op: "is" | "in" | "set" | "contains" | "less" | "more"; values?: string[] };
export type Row = Record<string, string[] | undefined>;
export type Value = (string | Row)[];
export type Values = Record<string, Value | undefined>;
type Bounds = { code: string; need: boolean; least: string; most: string; min_length: number; max_length: number };
export type Question = Bounds & {
  show: Rule[];
  need_if: Rule | null;
  fix: boolean;
  fix_if: Rule | null;
  default: string[];
  columns: Bounds[] | null;
  min_rows: number;
  max_rows: number;
};
export type Form = { questions: Question[]; facts: Record<string, string | undefined> };
export type Problem = "missing" | "low" | "high" | "short" | "long" | "few" | "many";
export type State = {
  shown: string[];
  fixed: string[];
  needed: string[];
  values: Record<string, Value>;
  problems: Record<string, Problem>;
};

const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$/;

/** -1, 0 or 1 as the first is less than, like or more than the other; undefined for what cannot be compared. */
export function ordered(one: string, other: string): number | undefined {
  if (NUMBER.test(one) && NUMBER.test(other)) return Math.sign(Number(one) - Number(other));
  if (!DAY.test(one) || !DAY.test(other)) return undefined;
  const shortest = Math.min(one.length, other.length);
  const [a, b] = [one.slice(0, shortest), other.slice(0, shortest)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the rule holds; no rule always does. */
export function holds(rule: Rule | null | undefined, values: Values, facts: Form["facts"]): boolean {
  if (!rule) return true;
  if ("not" in rule) return !holds(rule.not, values, facts);
  if ("all" in rule) return rule.all.every((one) => holds(one, values, facts));
  if ("any" in rule) return rule.any.some((one) => holds(one, values, facts));
  const fact = facts[rule.of.replace(/^person\./, "")];
  const has = rule.of.startsWith("person.") ? (fact ? [fact] : []) : (values[rule.of] ?? []);
  if (rule.op === "set") return has.length > 0;
  const texts = has.filter((one): one is string => typeof one === "string");
  const wanted = rule.values ?? [];
  if (rule.op === "is" || rule.op === "in") return wanted.some((one) => texts.includes(one));
  if (rule.op === "contains") return wanted.some((part) => texts.some((one) => one.toLowerCase().includes(part.toLowerCase())));
  const sought = rule.op === "less" ? -1 : 1;
  return wanted.some((bound) => texts.some((one) => ordered(one, bound) === sought));
}

/** The questions and facts that a rule looks at. */
function codes(rule: Rule | null): string[] {
  if (!rule) return [];
  if ("not" in rule) return codes(rule.not);
  if ("all" in rule) return rule.all.flatMap(codes);
  if ("any" in rule) return rule.any.flatMap(codes);
  return [rule.of];
}

/** What counts of the form, and what is wrong with it. */
export function judged(form: Form, given: Values): State {
  const questions = new Map(form.questions.map((one) => [one.code, one]));
  const shown = new Map<string, boolean>();
  const fixed = new Set<string>();
  const found: Values = {};

  const ruleHolds = (rule: Rule | null): boolean => {
    for (const code of codes(rule)) if (questions.has(code)) look(code);
    return holds(rule, Object.fromEntries(Object.entries(found).filter(([code]) => shown.get(code))), form.facts);
  };
  const look = (code: string): void => {
    const question = questions.get(code);
    if (!question || shown.has(code)) return;
    shown.set(code, true); // A ring of rules, which saving refuses, shows its questions.
    found[code] = [];
    shown.set(code, question.show.every(ruleHolds));
    if (!shown.get(code)) return;
    if (question.fix || (question.fix_if && ruleHolds(question.fix_if))) fixed.add(code);
    found[code] = [...((fixed.has(code) ? question.default : given[code]) ?? [])];
  };

  for (const code of questions.keys()) look(code);
  const state: State = { shown: [], fixed: [], needed: [], values: {}, problems: {} };
  for (const [code, question] of questions) {
    if (!shown.get(code)) continue;
    const value = found[code] ?? [];
    state.shown.push(code);
    if (value.length > 0) state.values[code] = value;
    if (fixed.has(code)) {
      state.fixed.push(code);
      continue;
    }
    const isNeeded = question.need || (question.need_if !== null && ruleHolds(question.need_if));
    if (isNeeded) state.needed.push(code);
    Object.assign(state.problems, problems(question, value, isNeeded));
  }
  return state;
}

function problems(question: Question, value: Value, isNeeded: boolean): Record<string, Problem> {
  const code = question.code;
  if (value.length === 0) return isNeeded ? { [code]: "missing" } : {};
  if (question.columns) return ofRows(question, question.columns, value);
  const wrong = value.map((one) => ofText(question, String(one))).find(Boolean);
  return wrong ? { [code]: wrong } : {};
}

function ofRows(question: Question, columns: Bounds[], rows: Value): Record<string, Problem> {
  const found: Record<string, Problem> = {};
  if (rows.length < question.min_rows) found[question.code] = "few";
  else if (question.max_rows && rows.length > question.max_rows) found[question.code] = "many";
  rows.forEach((row, place) => {
    for (const column of columns) {
      const texts = (row as Row)[column.code] ?? [];
      const wrong = texts.map((one) => ofText(column, one)).find(Boolean);
      if (wrong || (column.need && texts.length === 0)) found[`${question.code}.${place}.${column.code}`] = wrong ?? "missing";
    }
  });
  return found;
}

function ofText(question: Bounds, text: string): Problem | undefined {
  if (question.least && ordered(text, question.least) === -1) return "low";
  if (question.most && ordered(text, question.most) === 1) return "high";
  const length = [...text].length; // Characters, as the server counts.
  if (question.min_length && length < question.min_length) return "short";
  return question.max_length && length > question.max_length ? "long" : undefined;
}
