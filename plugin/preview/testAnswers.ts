import deviceAnswer from '../fixtures/devices.json';
import incidentAnswer from '../fixtures/incidents.json';
import { DeviceAnswer, IncidentAnswer } from './api';

/** Answers of the backend for tests; its own tests hold its answers against the same files. */
export const devices = deviceAnswer.devices as DeviceAnswer[];
// TypeScript makes a type of its own of each incident in the file.
export const incidents = incidentAnswer.incidents as unknown[] as IncidentAnswer[];
