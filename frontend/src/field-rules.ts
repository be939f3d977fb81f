// Rules of custom fields: when one is asked, and when it must be filled in. The same as src/deskhand/modules/fields/rules.py;
// both are tested with src/deskhand/modules/fields/tests/rules.json. No imports: the test runs this file alone.

export type Rule = { field: string; op: "is" | "in" | "set"; values: string[]; not?: boolean };
export type Ruled = { code: string; show_if?: Rule | null; needed?: boolean; need_if?: Rule | null };
export type Values = Record<string, string[] | undefined>;

/** Whether the rule holds; no rule always does. */
export function holds(rule: Rule | null | undefined, values: Values): boolean {
  if (!rule) return true;
  const has = values[rule.field] ?? [];
  const found = rule.op === "set" ? has.length > 0 : rule.values.some((one) => has.includes(one));
  return found !== (rule.not ?? false);
}

/** Codes of the fields that are asked, in their order. */
export function asked(fields: Ruled[], values: Values): string[] {
  const byCode = new Map(fields.map((one) => [one.code, one]));
  const known = new Map<string, boolean>();
  const isAsked = (code: string): boolean => {
    const field = byCode.get(code);
    if (!field) return false;
    if (!known.has(code)) {
      known.set(code, true);
      const rule = field.show_if;
      known.set(code, holds(rule, rule && !isAsked(rule.field) ? {} : values));
    }
    return known.get(code) ?? false;
  };
  return fields.filter((one) => isAsked(one.code)).map((one) => one.code);
}

/** Codes of the fields that are asked and must be filled in, whatever they hold. */
export function needed(fields: Ruled[], values: Values): string[] {
  const shown = new Set(asked(fields, values));
  const heard = Object.fromEntries(Object.entries(values).filter(([code]) => shown.has(code)));
  return fields.filter((one) => one.needed && shown.has(one.code) && holds(one.need_if, heard)).map((one) => one.code);
}

/** Those of them that are empty. */
export function missing(fields: Ruled[], values: Values): string[] {
  return needed(fields, values).filter((code) => (values[code] ?? []).length === 0);
}
