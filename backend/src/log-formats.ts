import { existsSync } from 'node:fs';
import { loadConfiguration } from './config/load.ts';
import { PresageError } from './errors.ts';
import type { LogFormat } from './model/contracts/parser.ts';
import { abills } from './parse/abills/abills.ts';
import { accelPpp } from './parse/accel-ppp/accel-ppp.ts';
import { billingRadius } from './parse/billing-radius/billing-radius.ts';
import { freeradiusDetail } from './parse/freeradius-detail/freeradius-detail.ts';
import { freeradiusLinelog } from './parse/freeradius-linelog/freeradius-linelog.ts';
import { freeradiusLog } from './parse/freeradius-log/freeradius-log.ts';
import { templateSchema } from './parse/template/schema.ts';
import { TEMPLATE, type Template } from './parse/template/template.ts';

/** The log formats that are complete in themselves. */
export const FORMATS: readonly LogFormat[] = [
  billingRadius,
  freeradiusLog,
  freeradiusDetail,
  freeradiusLinelog,
  accelPpp,
  abills,
];

/** The names of the log formats there are. */
export const FORMAT_NAMES: readonly string[] = [...FORMATS.map(({ type }) => type), TEMPLATE];

/** The format of a log source; that of a template is read from its file. Throws as readTemplate does. */
export function formatOf({
  format,
  template,
}: {
  readonly format: string;
  readonly template?: string | undefined;
}): LogFormat {
  return template === undefined ? FORMATS.find(({ type }) => type === format)! : readTemplate(template).format;
}

/** Reads the file that describes the lines of a log, and checks its examples. Throws as loadConfiguration does. */
export function readTemplate(path: string): Template {
  if (existsSync(path)) return loadConfiguration(templateSchema, path, process.env);
  const message = `${path}: there is no such file: give the path of a file that describes the lines (docs/reference/formats/template.md shows one)`;
  throw new PresageError('CONFIG_UNREADABLE', message);
}
