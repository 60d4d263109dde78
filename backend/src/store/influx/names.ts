/**
 * Line protocol cannot carry every text: a name that ends in a backslash, holds a line feed or is empty breaks the whole
 * request, and InfluxDB has uses of its own for some names. Those are percent-encoded, so any text comes back as it was;
 * ordinary names stay readable.
 */
export function encodeName(text: string): string {
  if (text === '') return '%';
  if (RESERVED.has(text)) return `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`;
  return text.replace(/[%\\\p{Cc}]/gu, encodeURIComponent);
}

const RESERVED = new Set(['time', '_field', '_measurement']);

/** The same for a measurement, in which the client library escapes nothing and where `#` begins a comment. */
export const encodeMeasurement = (text: string) => encodeName(text).replace(/[ ,#]/g, encodeURIComponent);

/** The inverse of both. */
export function decodeName(text: string): string {
  return text === '%' ? '' : decodeURIComponent(text);
}

/** An identifier in InfluxQL. */
export const quoteIdentifier = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A string literal in InfluxQL. */
export const quoteString = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
