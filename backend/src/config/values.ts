import { accessSync, constants, readFileSync } from 'node:fs';
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

/** The path of a file that can be read, which counts from `folder`; absolute afterwards. */
export function readableFile(folder: string) {
  return z.string().transform((path, context) => {
    const whole = resolve(folder, path);
    try {
      accessSync(whole, constants.R_OK);
    } catch {
      context.addIssue({ code: 'custom', message: 'expected the path of a readable file' });
    }
    return whole;
  });
}

const SPEED_UNITS = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 } as const;

/** The speed of a link such as `100M`, `2.5G` or `10G`, in bits per second. */
export function linkSpeed() {
  return z.union([z.string(), z.number()]).transform((written, context) => {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGT]?)$/.exec(String(written).trim()) ?? [];
    const speed = Number(amount) * (SPEED_UNITS[unit as keyof typeof SPEED_UNITS] ?? Number.NaN);
    if (speed >= 1) return speed;
    context.addIssue({ code: 'custom', message: 'expected the speed of a link, such as 100M, 2.5G or 10G' });
    return z.NEVER;
  });
}
