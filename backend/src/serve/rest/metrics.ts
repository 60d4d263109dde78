import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import type { RestDependencies } from './dependencies.ts';
import type { StatusReport } from './status.ts';

/** What the program itself counts; everything else is read from the status at the time of a scrape. */
export interface Metrics {
  readonly samplesWritten: Counter;
  readonly forecastsMade: Counter;
  /** Seconds in which one batch of samples is learnt and forecast. */
  readonly forecastDuration: Histogram;
}

/** What is read at the time of a scrape. */
type Observed = Pick<RestDependencies, 'status' | 'sources' | 'devices' | 'incidents' | 'traps'>;

/** Registers the metrics of the process and of Presage. Call it once for a registry. */
export function createMetrics(registry: Registry, { status, sources, devices, incidents, traps }: Observed): Metrics {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  registerNetwork(registers, devices, incidents);
  registerSources(registers, status);
  registerSourceGauges(registers, status);
  registerReceivers(registers, sources);
  registerStore(registers, status);
  registerTraps(registers, traps);
  return {
    samplesWritten: new Counter({ name: 'presage_samples_written_total', help: 'Samples made durable.', registers }),
    forecastsMade: new Counter({
      name: 'presage_forecasts_made_total',
      help: 'Forecasts of a series made.',
      registers,
    }),
    forecastDuration: new Histogram({
      name: 'presage_forecast_duration_seconds',
      help: 'Time in which one batch of samples is learnt and forecast.',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60],
      registers,
    }),
  };
}

function registerSources(registers: Registry[], status: () => StatusReport): void {
  new Counter({
    name: 'presage_lines_read_total',
    help: 'Lines read of a log source since the first start.',
    labelNames: ['source'],
    registers,
    collect() {
      this.reset();
      for (const { name, lines } of status().sources) this.inc({ source: name }, lines);
    },
  });
  new Counter({
    name: 'presage_lines_unreadable_total',
    help: 'Lines that could not be read, by reason.',
    labelNames: ['source', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const { name, unreadable } of status().sources) {
        for (const [reason, lines] of Object.entries(unreadable)) this.inc({ source: name, reason }, lines);
      }
    },
  });
  new Gauge({
    name: 'presage_source_newest_line_timestamp_seconds',
    help: 'The newest date of a line of a log source.',
    labelNames: ['source'],
    registers,
    collect() {
      this.reset();
      for (const { name, newest } of status().sources) if (newest !== null) this.set({ source: name }, newest / 1000);
    },
  });
}

/** What is known of each source as a number at the time of a scrape. */
function registerSourceGauges(registers: Registry[], status: () => StatusReport): void {
  const gauges = [
    [
      'presage_source_lines_per_second',
      'Lines read of a log source a second, mean of the last minute.',
      'linesPerSecond',
    ],
    ['presage_source_lag_seconds', 'From the newest date of a line of a log source until now.', 'lagSeconds'],
    ['presage_source_unread_octets', 'What is there of a log source and not read yet.', 'unreadOctets'],
  ] as const;
  for (const [name, help, member] of gauges) {
    new Gauge({
      name,
      help,
      labelNames: ['source'],
      registers,
      collect() {
        this.reset();
        for (const source of status().sources) {
          if (source[member] !== null) this.set({ source: source.name }, source[member]);
        }
      },
    });
  }
}

function registerReceivers(registers: Registry[], sources: Observed['sources']): void {
  new Counter({
    name: 'presage_source_refused_total',
    help: 'What came to a log source over syslog and did not become lines since the start, by reason.',
    labelNames: ['source', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const { name, receiver } of sources()) {
        for (const [reason, count] of Object.entries(receiver?.refused ?? {}))
          this.inc({ source: name, reason }, count);
      }
    },
  });
}

function registerNetwork(registers: Registry[], devices: Observed['devices'], incidents: Observed['incidents']): void {
  new Gauge({
    name: 'presage_devices',
    help: 'Devices that are polled, by state.',
    labelNames: ['state'],
    registers,
    collect() {
      this.reset();
      for (const { state } of devices()) this.inc({ state });
    },
  });
  new Gauge({
    name: 'presage_device_last_answer_timestamp_seconds',
    help: 'When a device answered last.',
    labelNames: ['device'],
    registers,
    collect() {
      this.reset();
      for (const { device, lastAnswer } of devices()) {
        if (lastAnswer !== null) this.set({ device: device.id }, lastAnswer / 1000);
      }
    },
  });
  new Gauge({
    name: 'presage_incidents',
    help: 'Open incidents, by kind and phase.',
    labelNames: ['kind', 'phase'],
    registers,
    collect() {
      this.reset();
      for (const { kind, phase } of incidents.list({ open: true }, Number.MAX_SAFE_INTEGER)) this.inc({ kind, phase });
    },
  });
}

function registerStore(registers: Registry[], status: () => StatusReport): void {
  new Gauge({
    name: 'presage_store_available',
    help: '1 while the store takes writes, else 0.',
    registers,
    collect() {
      this.set(status().store.available ? 1 : 0);
    },
  });
  new Gauge({
    name: 'presage_store_waiting_samples',
    help: 'Samples accepted but not yet durable.',
    registers,
    collect() {
      this.set(status().store.waiting);
    },
  });
}

function registerTraps(registers: Registry[], traps: Observed['traps']): void {
  new Counter({
    name: 'presage_traps_taken_total',
    help: 'SNMP traps and informs taken since the start.',
    registers,
    collect() {
      this.reset();
      this.inc(traps().taken);
    },
  });
  new Counter({
    name: 'presage_traps_unnamed_total',
    help: 'Those of them that no definition names.',
    registers,
    collect() {
      this.reset();
      this.inc(traps().unnamed);
    },
  });
  new Counter({
    name: 'presage_traps_from_unknown_sources_total',
    help: 'Those of them from addresses that no device has.',
    registers,
    collect() {
      this.reset();
      this.inc(traps().fromUnknownSources);
    },
  });
  new Counter({
    name: 'presage_traps_refused_total',
    help: 'Datagrams on the port of traps that were not taken, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(traps().refused)) this.inc({ reason }, count);
    },
  });
}
