/** Grafana's names of our units. */
export const UNITS: Record<string, string> = {
  octets: 'decbytes',
  s: 's',
  ms: 'ms',
  percent: 'percent',
  celsius: 'celsius',
  'bits/s': 'bps',
  rpm: 'rotrpm',
  volts: 'volt',
  amperes: 'amp',
  watts: 'watt',
  hertz: 'hertz',
  dbm: 'dBm',
  events: 'short',
  sessions: 'short',
};
