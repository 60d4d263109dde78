import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryJsonSchema } from './query.ts';

// Run after a change of the query model: node backend/src/serve/grafana/write-query-schema.ts && npm run format
const file = join(import.meta.dirname, '../../../query.schema.json');
writeFileSync(file, `${JSON.stringify(queryJsonSchema(), null, 2)}\n`);
