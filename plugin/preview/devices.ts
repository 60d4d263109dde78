import { DeviceAnswer, IncidentAnswer } from './api';
import { withSymptoms } from './incidents';

const STATES: Record<DeviceAnswer['state'], number> = { unreachable: 0, faulty: 1, slow: 2, up: 3, new: 4 };

/**
 * Devices in the order in which one wants to look at them: those with incidents as the incidents are ordered, then those
 * whose state is not well, then the rest as they are configured.
 */
export function troubledFirst(devices: DeviceAnswer[], incidents: IncidentAnswer[]): DeviceAnswer[] {
  const order = new Map(withSymptoms(incidents).map(({ id }, index) => [id, index]));
  const rank = (device: DeviceAnswer) =>
    Math.min(order.size, ...device.incidents.map((id) => order.get(id) ?? order.size));
  return [...devices].sort((one, other) => rank(one) - rank(other) || STATES[one.state] - STATES[other.state]);
}
