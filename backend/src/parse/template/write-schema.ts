import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { templateJsonSchema } from './schema.ts';

// Run after a change of the schema: node backend/src/parse/template/write-schema.ts && npm run format
const file = join(import.meta.dirname, '../../../template.schema.json');
writeFileSync(file, `${JSON.stringify(templateJsonSchema(), null, 2)}\n`);
