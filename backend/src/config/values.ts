import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Secret } from '../model/secret.ts';
import { isZone } from '../model/zone.ts';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A number, also as text, since an environment variable only gives text. */
export function number(inner: z.ZodNumber) {
  const fromText = (value: unknown) =>
    typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  return z.preprocess(fromText, inner);
}

/** A switch, also as the text `true` or `false`. */
export function boolean() {
  const fromText = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value);
  return z.preprocess(fromText, z.boolean());
}

/** A duration such as `500ms`, `90s`, `10m`, `2h` or `7d`, in milliseconds. */
export function duration(least: number, most: number) {
  return z.string().transform((text, context) => {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
    const milliseconds = Number(amount) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN);
    if (milliseconds >= least && milliseconds <= most) return milliseconds;
    const allowed = `a duration from ${durationText(least)} to ${durationText(most)}, such as 90s, 10m or 2h`;
    context.addIssue({ code: 'custom', message: `expected ${allowed}` });
    return z.NEVER;
  });
}

/** The shortest writing of a duration in milliseconds that `duration` reads back. */
export function durationText(milliseconds: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, candidate]) => milliseconds % candidate === 0)!;
  return `${milliseconds / size}${unit}`;
}

/** An IANA time zone. */
export function zoneName() {
  return z.string().refine(isZone, { error: 'expected an IANA time zone, such as Europe/Ulyanovsk or UTC' });
}

/** A secret of at least so many characters, written in place, best as `${NAME}` from the environment. */
export function secret(least = 1) {
  return z
    .string()
    .min(least)
    .transform((text) => new Secret(text));
}

/** A secret kept in a file of its own, whose path counts from `folder`; a line feed at its end does not belong to it. */
export function secretFile(folder: string, least = 0) {
  return z.string().transform((path, context) => {
    try {
      const text = readFileSync(resolve(folder, path), 'utf8').replace(/\r?\n$/, '');
      if (text.length >= least) return new Secret(text);
      context.addIssue({ code: 'custom', message: `expected a file with at least ${least} characters` });
      return z.NEVER;
    } catch {
      context.addIssue({ code: 'custom', message: 'expected the path of a readable file that holds the secret' });
      return z.NEVER;
    }
  });
}
