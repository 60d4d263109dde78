import { useEffect } from 'react';

import { ask, askIfThere, DeviceAnswer, IncidentAnswer, StatusAnswer } from './api';
import { DAY } from '../src/incidents/durations';
import { Polled, usePolled } from './usePolled';

const PERIOD = 8000;

/** Devices and incidents as of one moment. */
export interface Network {
  now: number;
  /** Open ones, and those that ended in the last day. */
  incidents: IncidentAnswer[];
  devices: DeviceAnswer[];
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
  return { now, incidents, devices };
}
