/** Every coded error: what happened and what to do. docs/reference/errors.md documents each; a test holds them together. */
export const ERRORS = {
  CONFIG_UNREADABLE: 'the configuration file cannot be read',
  CONFIG_INVALID: 'the configuration is not valid',
  COMMAND_USAGE: 'the command was called wrongly',
  DATA_FOLDER_IN_USE: 'another process owns the data folder',
  DATA_FOLDER_UNUSABLE: 'the data folder cannot be used',
  STATE_UNREADABLE: 'the state database cannot be read',
  PORT_IN_USE: 'the port is in use',
  ADDRESS_UNUSABLE: 'the address cannot be listened on',
  FILE_UNREADABLE: 'a file cannot be read',
  FILE_UNWRITABLE: 'a file cannot be written',
  CSV_INVALID: 'a CSV file is not valid',
  STORE_BAD_SAMPLE: 'a sample cannot be stored',
  STORE_UNAVAILABLE: 'the store is away',
  STORE_REJECTED: 'the store refused a request',
  ACTION_REFUSED: 'an action cannot be done to this incident now',
  DEVICE_UNREACHABLE: 'a device does not answer',
  DEVICE_AUTH_FAILED: 'a device refuses the credentials',
  DEVICE_FAULTY: 'a device answers with something unusable',
  PROFILE_INVALID: 'a device profile is not valid',
  FORECAST_UNKNOWN_SERIES: 'a series is not forecast',
  FORECAST_LEARNING: 'a series has too little history for a forecast',
  FORECAST_TOO_FAR: 'a series cannot be forecast so far ahead',
  FORECAST_SNAPSHOT_UNREADABLE: 'a forecast snapshot cannot be read',
  FORECASTER_ENDED: 'a forecasting thread has ended',
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An error with a stable code. The message names the file, field or device and says what to do. */
export class PresageError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PresageError';
    this.code = code;
  }
}

/** The message of anything thrown, in one line. */
export function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
}
