/** Writes the schema that all migrations make, for review and for the test that guards it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaVersion } from '../../src-main/store/migrations/index.ts';
import { expectedSchema, schemaText } from '../../src-main/store/schema.ts';

const target = fileURLToPath(new URL('../../src-main/store/schema.snapshot.sql', import.meta.url));
writeFileSync(target, schemaText(schemaVersion, expectedSchema(schemaVersion)));
console.log(`Wrote ${target}. Commit it with the migration.`);
