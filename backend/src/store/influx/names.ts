/**
 * Line protocol cannot carry every text: a tag that ends in a backslash, holds a line feed or is empty breaks the whole
 * request. Those characters are percent-encoded, so any text comes back as it was; ordinary names stay readable.
 */
export function encodeName(text: string): string {
  return text === '' ? '%' : text.replace(/[%\\\n\r]/g, encodeURIComponent);
}

/** The same for a measurement, in which the client library escapes nothing. */
export const encodeMeasurement = (text: string) => encodeName(text).replace(/[ ,]/g, encodeURIComponent);

/** The inverse of both. */
export function decodeName(text: string): string {
  return text === '%' ? '' : decodeURIComponent(text);
}

/** An identifier in InfluxQL. */
export const quoteIdentifier = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A string literal in InfluxQL. */
export const quoteString = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
