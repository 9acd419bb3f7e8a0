/** Opens a project, reports on it as JSON and closes it: `node open-and-close.ts PROJECT`. */
import { createStoreOpener } from '../../src-main/store/open.ts';

const readerEntry = new URL('../../src-main/store/reader/main.ts', import.meta.url).pathname;
const log = { info() {}, warn() {}, error() {} };
const store = await createStoreOpener({ readerEntry, log }).open(process.argv[2]!);
const { documents } = await store.reader.counts();
await store.close();
process.stdout.write(JSON.stringify({ readOnly: store.readOnly, documents }));
