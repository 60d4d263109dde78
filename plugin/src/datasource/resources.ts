import { t } from '@grafana/i18n';

import { SingleFlight } from './singleFlight';

const LIFETIME = 30_000;
const TIME_LIMIT = 10_000;

/** What pickers and variables need to know of a device. */
export interface Device {
  id: string;
  name: string;
  site: string;
  nas: string[];
  components: Array<{ id: string; name: string; kind: string }>;
}

export interface IncidentKind {
  kind: string;
  title: string;
}

type Params = Record<string, string>;

/** One question to the backend; given up when the signal says so. */
export type Ask = (path: string, params: Params, signal: AbortSignal) => Promise<unknown>;

/** What the backend knows that can be chosen. Answers are kept for half a minute and shared by all who ask. */
export class Resources {
  private readonly answers: SingleFlight;

  constructor(
    private readonly ask: Ask,
    now: () => number
  ) {
    this.answers = new SingleFlight(LIFETIME, now);
  }

  measurements(): Promise<string[]> {
    return this.read('measurements');
  }

  /** The fields of a measurement; without one, of all. */
  fields(measurement?: string): Promise<string[]> {
    return this.read('fields', ofMeasurement(measurement));
  }

  tagKeys(measurement?: string): Promise<string[]> {
    return this.read('tag-keys', ofMeasurement(measurement));
  }

  tagValues(measurement: string | undefined, tag: string): Promise<string[]> {
    return this.read('tag-values', { ...ofMeasurement(measurement), tag });
  }

  async devices(): Promise<Device[]> {
    const { devices } = await this.read<{ devices: Device[] }>('api/v1/devices');
    return devices;
  }

  incidentKinds(): Promise<IncidentKind[]> {
    return this.read('kinds');
  }

  private read<T>(path: string, params: Params = {}): Promise<T> {
    return this.answers.get(`${path}?${new URLSearchParams(params)}`, () => this.askInTime(path, params)) as Promise<T>;
  }

  private async askInTime(path: string, params: Params): Promise<unknown> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIME_LIMIT);
    try {
      return await this.ask(path, params, controller.signal);
    } catch (error) {
      if (controller.signal.aborted) {
        throw new Error(t('datasource.failure.slow', 'Presage did not answer within 10 seconds.'));
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

const ofMeasurement = (measurement: string | undefined): Params => (measurement ? { measurement } : {});
