import packageJson from '../package.json' with { type: 'json' };

/** The version of Presage. */
export const VERSION: string = packageJson.version;
