import {
  Bool,
  type Data,
  Field,
  Float64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampNanosecond,
  Utf8,
} from 'apache-arrow';

interface FieldBase {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Grafana's field configuration: unit, displayNameFromDS, links … */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A column of a frame. Times are epoch milliseconds; null is a missing value. */
export type FrameField = FieldBase &
  (
    | { readonly type: 'time'; readonly values: readonly (number | null)[] }
    | { readonly type: 'number'; readonly values: readonly (number | null)[] }
    | { readonly type: 'string'; readonly values: readonly (string | null)[] }
    | { readonly type: 'boolean'; readonly values: readonly (boolean | null)[] }
  );

/** Grafana's data frame: columns of equal length. */
export interface Frame {
  readonly name: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly fields: readonly FrameField[];
}

/** The Go type by which Grafana knows a field in JSON. */
const GO_TYPES = { time: 'time.Time', number: 'float64', string: 'string', boolean: 'bool' } as const;

/** A frame in Arrow's IPC file format, as Grafana's SDK reads it. */
export function encodeFrame({ name, meta, fields }: Frame, refId: string): Uint8Array {
  const head = new Map([['name', name], ['refId', refId], ...(meta ? [['meta', JSON.stringify(meta)] as const] : [])]);
  const columns = fields.map((field) => dataOf(field));
  const described = fields.map((field, index) => {
    const about = new Map<string, string>([['tstype', field.type]]);
    if (field.labels) about.set('labels', JSON.stringify(field.labels));
    if (field.config) about.set('config', JSON.stringify(field.config));
    // Alerting takes no nullable time for the time of a series.
    const nullable = field.type !== 'time' || columns[index]!.nullCount > 0;
    return new Field(field.name, columns[index]!.type, nullable, about);
  });
  const schema = new Schema(described, head);
  const length = fields[0]?.values.length ?? 0;
  const struct = makeData({ type: new Struct(described), length, nullCount: 0, children: columns });
  return RecordBatchFileWriter.writeAll([new RecordBatch(schema, struct)]).toUint8Array(true);
}

/** A frame as the JSON that streams carry. */
export function frameJson({ name, meta, fields }: Frame, refId?: string) {
  return {
    schema: {
      name,
      ...(refId === undefined ? {} : { refId }),
      ...(meta ? { meta } : {}),
      fields: fields.map(({ name: field, type, labels, config }) => ({
        ...{ name: field, type, typeInfo: { frame: GO_TYPES[type], nullable: true } },
        ...(labels ? { labels } : {}),
        ...(config ? { config } : {}),
      })),
    },
    data: { values: fields.map(({ values }) => values) },
  };
}

function dataOf(field: FrameField): Data {
  const { length } = field.values;
  const valid = validity(field.values);
  switch (field.type) {
    case 'time':
      return makeData({ type: new TimestampNanosecond(), length, ...valid, data: nanoseconds(field.values) });
    case 'number':
      return makeData({
        type: new Float64(),
        length,
        ...valid,
        data: doubles(field.values),
      });
    case 'string':
      return makeData({ type: new Utf8(), length, ...valid, ...utf8(field.values) });
    case 'boolean':
      return makeData({ type: new Bool(), length, ...valid, data: bits(field.values, (value) => value === true) });
  }
}

function validity(values: readonly unknown[]): { nullCount: number; nullBitmap?: Uint8Array } {
  let nullCount = 0;
  for (const value of values) if (value === null) nullCount++;
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits(values, (value) => value !== null) };
}

/** One bit a value, padded to whole words as Arrow wants it. */
function bits<V>(values: readonly V[], isSet: (value: V) => boolean): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (const [index, value] of values.entries()) if (isSet(value)) bitmap[index >> 3]! |= 1 << (index & 7);
  return bitmap;
}

function doubles(values: readonly (number | null)[]): Float64Array {
  const column = new Float64Array(values.length);
  for (const [index, value] of values.entries()) if (value !== null) column[index] = value;
  return column;
}

/** Exact, which a multiplication of doubles is not; Grafana never reads the unit and takes everything for nanoseconds. */
function nanoseconds(milliseconds: readonly (number | null)[]): BigInt64Array {
  const nanoseconds = new BigInt64Array(milliseconds.length);
  for (const [index, time] of milliseconds.entries()) {
    nanoseconds[index] = BigInt(Math.floor(time ?? 0)) * 1_000_000n;
  }
  return nanoseconds;
}

/** Offsets and bytes of strings: Arrow's own builder takes twenty times as long. */
function utf8(values: readonly (string | null)[]) {
  const bytes = Buffer.from(values.map((value) => value ?? '').join(''), 'utf8');
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [index, value] of values.entries()) {
    valueOffsets[index + 1] = valueOffsets[index]! + Buffer.byteLength(value ?? '', 'utf8');
  }
  return { valueOffsets, data: new Uint8Array(bytes) };
}
