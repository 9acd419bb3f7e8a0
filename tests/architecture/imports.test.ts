import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rules from '../../.dependency-cruiser.mjs';
import { checkImports } from '../../tools/lib/imports.mjs';
import { cacheFolder, inRoot } from '../../tools/lib/paths.mjs';

/** One file that breaks each rule: the file, what it imports, and how. */
const planted: Readonly<Record<string, readonly [file: string, statement: string]>> = {
  'domain-imports-nothing-of-ours': ['src-main/domain/a.ts', "import '../store/ok.ts';"],
  'engine-imports-domain': ['src-main/engine/a.ts', "import '../formats/ok.ts';"],
  'formats-imports-domain': ['src-main/formats/a.ts', "import '../engine/ok.ts';"],
  'store-imports-domain': ['src-main/store/a.ts', "import '../core/ok.ts';"],
  'core-imports-domain': ['src-main/core/a.ts', "import '../store/ok.ts';"],
  'api-imports-core': ['src-main/api/a.ts', "import '../store/ok.ts';"],
  'jobs-import-ports': ['src-main/jobs/a.ts', "import '../core/ok.ts';"],
  'worker-imports-engine': ['src-main/jobs/worker/a.ts', "import '../../store/ok.ts';"],
  'store-knows-ports-as-types-only': ['src-main/store/b.ts', "import '../core/ports/ok.ts';"],
  'preload-imports-api-types': ['src-preload/a.ts', "import '../src-main/core/ok.ts';"],
  'renderer-imports-api-and-domain': ['src-renderer/app/a.ts', "import '../../src-main/core/ok.ts';"],
  'hosts-import-rooms-of-main': ['src-main/hosts/cli/a.ts', "import '../../../src-renderer/ui/ok.ts';"],
  'hosts-not-each-other': ['src-main/hosts/cli/b.ts', "import '../server/ok.ts';"],
  'shared-host-parts-know-no-host': ['src-main/hosts/a.ts', "import './server/ok.ts';"],
  'nothing-imports-hosts': ['src-main/jobs/b.ts', "import '../hosts/server/ok.ts';"],
  'features-not-each-other': ['src-renderer/features/one/a.ts', "import '../two/ok.ts';"],
  'primitives-know-no-feature': ['src-renderer/ui/a.ts', "import '../features/two/ok.ts';"],
  'api-reaches-the-windows-as-types-only': ['src-renderer/app/b.ts', "import '../../src-main/api/ok.ts';"],
  'electron-only-in-its-host': ['src-main/hosts/server/a.ts', "import 'electron';"],
  'domain-has-no-packages': ['src-main/domain/b.ts', "import 'node:fs';"],
  'renderer-has-no-node': ['src-renderer/ui/b.ts', "import 'node:fs';"],
  'no-circular': ['src-main/engine/circle-a.ts', "import './circle-b.ts';"],
  'no-unresolvable': ['src-main/engine/c.ts', "import './missing.ts';"],
  'no-undeclared-package': ['src-main/engine/d.ts', "import 'graceful-fs';"],
  'product-not-from-tests': ['src-main/engine/e.ts', "import './ok.test.ts';"],
  'product-not-from-tools': ['src-main/engine/f.ts', "import '../../tools/ok.ts';"],
};

/** What the rules must leave alone. */
const permitted: readonly (readonly [file: string, statement: string])[] = [
  ['src-renderer/app/c.ts', "import type { ok } from '../../src-main/api/ok.ts';"],
  ['src-renderer/app/d.ts', "import '../features/one/ok.ts';"],
  ['src-main/jobs/worker/c.ts', "import '../../store/read-only.ts';"],
  ['src-main/store/b.ts', "import '../core/ports/ok.ts';"],
  ['src-main/jobs/worker/d.ts', "import '../../core/ports/ok.ts';"],
  ['src-main/store/c.ts', "import type { ok } from '../core/ports/ok.ts';"],
  ['src-main/hosts/electron/a.ts', "import 'electron';"],
  ['src-main/hosts/electron/b.ts', "import '../ok.ts';"],
  ['src-main/engine/ok.test.ts', "import '../store/ok.ts';"],
  ['src-main/formats/circle-a.ts', "import './circle-b.ts';\nexport type ok = string;"],
  ['src-main/formats/circle-b.ts', "import type { ok } from './circle-a.ts';"],
  ['src-preload/b.ts', "import 'electron';"],
];

const targets = [
  'src-main/domain',
  'src-main/engine',
  'src-main/formats',
  'src-main/store',
  'src-main/core',
  'src-main/core/ports',
  'src-main/api',
  'src-main/hosts/server',
  'src-main/hosts',
  'src-renderer/ui',
  'src-renderer/features/one',
  'src-renderer/features/two',
  'tools',
].map((folder) => [`${folder}/ok.ts`, 'export type ok = string;'] as const);

/** The half of the store that workers use. */
const readOnlyStore = ['src-main/store/read-only.ts', 'export type ok = string;'] as const;

describe('import law', () => {
  test('holds for every module of the tree', async () => {
    const { violations, unseen, modules } = await checkImports();
    expect(violations).toEqual([]);
    expect(unseen).toEqual([]);
    expect(modules).toBeGreaterThan(100);
  });

  describe('on a tree with one violation of each rule', () => {
    let folder = '';
    let found: readonly { readonly rule: string; readonly from: string }[] = [];
    let unseen: readonly string[] = [];

    beforeAll(async () => {
      mkdirSync(cacheFolder, { recursive: true });
      folder = mkdtempSync(path.join(cacheFolder, 'import-law-'));
      copyFileSync(inRoot('package.json'), path.join(folder, 'package.json'));
      const circle = ['src-main/engine/circle-b.ts', "import './circle-a.ts';"] as const;
      for (const [file, text] of [
        ...targets,
        readOnlyStore,
        ...Object.values(planted),
        ...permitted,
        circle,
      ]) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), `${text}\n`);
      }
      ({ violations: found, unseen } = await checkImports(folder));
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('plants one file for each rule there is', () => {
      expect(Object.keys(planted).sort()).toEqual(rules.forbidden?.map((rule) => rule.name).sort());
    });

    test('sees every planted module', () => {
      expect(unseen).toEqual([]);
    });

    test.each(Object.entries(planted))('%s is found', (rule, [file]) => {
      expect(found).toContainEqual(expect.objectContaining({ rule, from: file }));
    });

    test('nothing else is reported', () => {
      const guilty = [...Object.values(planted).map(([file]) => file), 'src-main/engine/circle-b.ts'];
      expect(found.filter(({ from }) => !guilty.includes(from))).toEqual([]);
    });
  });
});
