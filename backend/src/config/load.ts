import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, isMap, isNode, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { PresageError, reason } from '../errors.ts';
import { substituteEnvironment } from './environment.ts';
import { describeIssues } from './issues.ts';

interface Finding {
  readonly offset: number;
  readonly message: string;
}

/**
 * Reads, fills in and checks a configuration file. Throws CONFIG_UNREADABLE when there is no such file, and
 * CONFIG_INVALID with every problem at once, a line each: file:line:column, path, what was found, what is allowed.
 */
export function loadConfiguration<S extends z.ZodType>(
  schema: S,
  path: string,
  environment: NodeJS.ProcessEnv,
): z.output<S> {
  return parseConfiguration(schema, readText(path), path, environment);
}

/** The same for a text that was read from `path`. */
export function parseConfiguration<S extends z.ZodType>(
  schema: S,
  text: string,
  path: string,
  environment: NodeJS.ProcessEnv,
): z.output<S> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
  const syntax = document.errors.map((error) => ({ offset: error.pos[0], message: error.message }));
  if (syntax.length > 0) throw invalid(path, lineCounter, syntax);

  const missing = substituteEnvironment(document, environment).map(({ node, message }) => ({
    offset: node.range?.[0] ?? 0,
    message,
  }));
  const data = dataOf(document);
  if (data === undefined) {
    const message = 'found a text that begins with * and is not in quotes: put it in quotes';
    throw invalid(path, lineCounter, [{ offset: unquotedStar(document), message }]);
  }
  const checked = schema.safeParse(data);
  // What is wrong only because a variable is missing is not said twice.
  const places = new Set(missing.map(({ offset }) => offset));
  const faults = checked.success
    ? []
    : describeIssues(checked.error.issues, (at) => valueAt(data, at), keysAllowed(schema, data))
        .map(({ path: at, atKey, message }) => ({
          offset: offsetOf(document, at, atKey),
          message: `${at.length ? `${pathText(at)}: ` : ''}${message}`,
        }))
        .filter(({ offset }) => !places.has(offset));
  const findings = [...missing, ...faults];
  if (findings.length > 0 || !checked.success) throw invalid(path, lineCounter, findings);
  return checked.data;
}

/** The values of the document; undefined when a text is taken for a YAML alias, as an unquoted `*.log` is. */
function dataOf(document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch {
    return undefined;
  }
}

function unquotedStar(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_key, node) {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** A path of the configuration made absolute: relative paths count from the configuration file. */
export function fromFile(configurationPath: string, path: string): string {
  return resolve(dirname(configurationPath), path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file; give the path of a YAML file with --config (presage.example.yml shows one)'
        : code === 'EISDIR'
          ? 'this is a folder; give the path of the YAML file in it with --config'
          : reason(error);
    throw new PresageError('CONFIG_UNREADABLE', `${path}: ${why}`, { cause: error });
  }
}

function invalid(path: string, lines: LineCounter, findings: readonly Finding[]): PresageError {
  const text = findings
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => {
      const { line, col } = lines.linePos(offset);
      return `${path}:${Math.max(1, line)}:${Math.max(1, col)}: ${message}`;
    });
  return new PresageError('CONFIG_INVALID', text.join('\n'));
}

/** Where a path stands in the file; for something that is not there, the nearest section that is. */
function offsetOf(document: Document, path: readonly PropertyKey[], atKey: boolean): number {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const parent = document.getIn(part.slice(0, -1), true) ?? document.contents;
    if (atKey && length === path.length && isMap(parent)) {
      const pair = parent.items.find((item) => String(item.key) === String(part.at(-1)));
      if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    const node = document.getIn(part, true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}

/** What the data has at a path; a text that stands for a list of it is its own entry. */
function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'string' ? value : (value as Record<PropertyKey, unknown> | undefined)?.[key]),
    data,
  );
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema & { readonly const?: unknown }>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
}

/** What tells the members of a union apart. */
const DISCRIMINATORS = ['type', 'version'];

/** The keys that the schema allows at a path of the data; of a union, those of the member that the data names. */
function keysAllowed(schema: z.ZodType, data: unknown): (path: readonly PropertyKey[]) => readonly string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const member = (node: JsonSchema | undefined, value: unknown) =>
    node?.oneOf?.find(({ properties }) =>
      DISCRIMINATORS.some((key) => {
        const found = (value as Record<string, unknown> | undefined)?.[key];
        return found !== undefined && properties?.[key]?.const === String(found);
      }),
    ) ?? node;
  return (path) => {
    const end = path.reduce<JsonSchema | undefined>((node, key, index) => {
      const next = typeof key === 'number' ? node?.items : (node?.properties?.[String(key)] ?? anyOther(node));
      return member(next, valueAt(data, path.slice(0, index + 1)));
    }, root);
    return Object.keys(end?.properties ?? {});
  };
}

/** The schema of what a section holds under names of the operator's own. */
const anyOther = (node: JsonSchema | undefined) =>
  typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
