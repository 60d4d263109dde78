import type { Value } from './fields.ts';
import type { TemplateRule } from './schema.ts';

type Values = ReadonlyMap<string, Value>;

/** The first rule whose conditions all hold. */
export function ruleFor(rules: readonly TemplateRule[], values: Values): TemplateRule | undefined {
  return rules.find(({ when }) =>
    Object.entries(when).every(([name, texts]) => texts.some((text) => isLike(wordOf(values.get(name)), text))),
  );
}

/** A text with the values of its `{field}`. */
export function filled(text: string, values: Values): string {
  return text.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => wordOf(values.get(name)));
}

const wordOf = (value: Value) => (value === undefined ? '' : String(value));

/** True when a text is as the other, in which `*` stands for anything; in time that grows with its length only. */
export function isLike(text: string, wanted: string): boolean {
  const [first, ...others] = wanted.split('*') as [string, ...string[]];
  const last = others.pop();
  if (last === undefined) return text === wanted;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + last.length <= text.length;
}
