/** Creates and closes projects in a folder, one after the other, until it is killed: `node create-projects.ts FOLDER`. */
import path from 'node:path';
import { createStoreOpener } from '../../src-main/store/open.ts';
import { projectFields } from './project-fields.ts';

const readerEntry = new URL('../../src-main/store/reader/main.ts', import.meta.url).pathname;
const log = { info() {}, warn() {}, error() {} };
const opener = createStoreOpener({ readerEntry, log });
for (let number = 1; ; number++) {
  const store = await opener.create(path.join(process.argv[2]!, `${number}.winnow`), projectFields);
  await store.close();
}
