import type { HourAnomalies } from '../subscribers.ts';

/** The lists of anomalous subscribers, by log source and hour. */
export interface SubscriberAnomalies {
  /** Starts of the hours whose lists are kept, ascending. */
  hours(source: string): number[];
  /** What is known of the hour that starts then; undefined when there is no list of it. */
  of(source: string, start: number): HourAnomalies | undefined;
}
