export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/strip-types.cjs' },
  // Two workers: the machines this runs on have two cores, and each file that loads an adapter costs memory.
  maxWorkers: 2,
  testTimeout: 20_000,
}
