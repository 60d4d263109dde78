import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINTS } from './endpoints.ts';
import { openApiDocument } from './openapi.ts';

// Run after a change of the interface: node backend/src/serve/rest/write-openapi.ts && npm run format
const file = join(import.meta.dirname, '../../../openapi.json');
writeFileSync(file, `${JSON.stringify(openApiDocument(ENDPOINTS), null, 2)}\n`);
