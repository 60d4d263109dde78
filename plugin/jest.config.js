// force timezone to UTC to allow tests to work regardless of local timezone
// generally used by snapshots, but can affect specific tests
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');

module.exports = {
  // Jest configuration provided by Grafana scaffolding
  ...base,
  testMatch: [...base.testMatch, '<rootDir>/preview/**/*.test.{ts,tsx}'],
  // Some of Grafana's dependencies are shipped as .mjs.
  transform: { '^.+\\.m?[tj]sx?$': Object.values(base.transform)[0] },
};
