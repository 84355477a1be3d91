import { createRequire } from 'node:module';

const { version } = createRequire(import.meta.url)('klpcheck/package.json') as { version: string };

/** The version of klpcheck that is running. */
export const klpcheckVersion = version;
