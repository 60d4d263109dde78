import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileJsonSchema } from './schema.ts';

// Run after a change of the schema: node backend/src/collect/snmp/profiles/write-schema.ts && npm run format
const file = join(import.meta.dirname, '../../../../profile.schema.json');
writeFileSync(file, `${JSON.stringify(profileJsonSchema(), null, 2)}\n`);
