import { DeviceAnswer, IncidentAnswer } from './api';

const STATES: Record<DeviceAnswer['state'], number> = {
  unreachable: 0,
  'auth failed': 1,
  faulty: 2,
  'wrong profile': 3,
  slow: 4,
  up: 5,
  new: 6,
};

/**
 * Devices in the order in which one wants to look at them: those with incidents as the incidents are ordered, those with
 * symptoms of others, those whose state is not well, and the rest as they are configured.
 */
export function troubledFirst(devices: DeviceAnswer[], incidents: IncidentAnswer[]): DeviceAnswer[] {
  const symptoms = incidents.flatMap((incident) => incident.symptoms);
  const order = new Map([...incidents, ...symptoms].map(({ id }, index) => [id, index]));
  const rank = (device: DeviceAnswer) =>
    Math.min(order.size, ...device.incidents.map((id) => order.get(id) ?? order.size));
  return [...devices].sort((one, other) => rank(one) - rank(other) || STATES[one.state] - STATES[other.state]);
}
