import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRoot } from '../../tools/lib/paths.mjs';

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Looks for a package as Node.js does: beside the importer first, then in each folder above. */
function isLocked(name: string, importer: string): boolean {
  for (let folder = importer; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${folder}${folder ? '/' : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

test('the lock file names every package of every platform, without which `npm ci` refuses it', () => {
  const missing = Object.entries(packages).flatMap(([importer, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(name, importer))
      .map((name) => `${importer} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry host', () => {
  const resolved = Object.values(packages).filter((entry) => entry.resolved !== undefined && !entry.link);
  expect(resolved).toEqual([]);
});

test('no script of a package runs at installation: onnxruntime-node would look for a graphics library in the net', () => {
  const { allowScripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
    readonly allowScripts: Readonly<Record<string, boolean>>;
  };
  const names = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([folder]) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(names).toContain('onnxruntime-node');
  expect(names.filter((name) => allowScripts[name] !== false)).toEqual([]);
});
