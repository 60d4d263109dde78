import { useEffect } from 'react';

import { ask, askIfThere, DeviceAnswer, IncidentAnswer, SeriesAnswer, StatusAnswer } from './api';
import { DAY, MINUTE } from './durations';
import { Polled, usePolled } from './usePolled';

const PERIOD = 8000;
const CURRENT = 15 * MINUTE;

/** Devices and incidents as of one moment. */
export interface Network {
  now: number;
  /** Open ones, and those that ended in the last day. */
  incidents: IncidentAnswer[];
  devices: DeviceAnswer[];
  /** The newest mean of every series of a device. */
  current: SeriesAnswer[];
}

/** Devices and incidents, kept up to date: read again when an incident changes, and from time to time anyway. */
export function useNetwork(): Polled<Network> {
  const polled = usePolled(readNetwork, periodOf);
  const { refresh } = polled;
  const watched = (polled.value?.devices.length ?? 0) > 0;
  useEffect(() => {
    if (!watched) {
      return;
    }
    const events = new EventSource('api/v1/events');
    events.addEventListener('incident', refresh);
    return () => events.close();
  }, [watched, refresh]);
  return polled;
}

const periodOf = () => PERIOD;

async function readNetwork(): Promise<Network> {
  const { now } = await ask<StatusAnswer>('status');
  const [{ incidents }, { devices }] = await Promise.all([
    askIfThere<{ incidents: IncidentAnswer[] }>(`incidents?state=all&from=${Math.round(now - DAY)}&limit=500`, {
      incidents: [],
    }),
    askIfThere<{ devices: DeviceAnswer[] }>('devices', { devices: [] }),
  ]);
  return { now, incidents, devices, current: devices.length > 0 ? await readCurrent(now) : [] };
}

/** One value for each series, so that the leading one of a device is known without reading all of them. */
async function readCurrent(now: number): Promise<SeriesAnswer[]> {
  const window = `from=${Math.round(now - CURRENT)}&step=${CURRENT}&aggregate=mean`;
  const answers = await Promise.all(
    ['cpu', 'memory', 'temperature', 'interface'].map((measurement) =>
      ask<{ series: SeriesAnswer[] }>(`series?measurement=${measurement}&${window}`)
    )
  );
  return answers.flatMap(({ series }) => series).filter(({ tags }) => tags.step === undefined);
}
