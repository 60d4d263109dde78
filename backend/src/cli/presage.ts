#!/usr/bin/env node
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node.js makes of hundreds of source files is kept beside the packages, and the next start takes half as long; where
// this user may not write, it is made anew each time. In the environment, as threads look for it there.
process.env.NODE_COMPILE_CACHE ||= join(import.meta.dirname, '../../../node_modules/.cache/presage');
enableCompileCache(process.env.NODE_COMPILE_CACHE);
const { main } = await import('./program.ts');
// Not at the end, since a process may be killed.
flushCompileCache();
await main();
