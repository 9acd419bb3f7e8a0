import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../tools/lib/build.mjs';
import { findNode } from '../../tools/lib/node.mjs';
import { inRoot } from '../../tools/lib/paths.mjs';

// A reader of PDF files alone is 1.5 MB.
const MAXIMAL_ARCHIVE_BYTES = 19_000_000;
const entries = ['electron', 'server', 'cli', 'worker', 'reader'].map((name) => `out/main/${name}.cjs`);
const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
  readonly main: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** The switches compiled into Electron: a marker, their version and number, then one character each. */
const FUSE_MARKER = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_OF_THE_RUNTIME = '10110011';
const FUSES_OF_WINNOW = '00001111';

/** A folder in the place of Electron's runtime, which cannot be downloaded everywhere. */
function writeStandInRuntime(folder: string): void {
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  mkdirSync(path.join(folder, 'locales'));
  const fuses = Buffer.from(`${FUSE_MARKER}\u0001\u0008${FUSES_OF_THE_RUNTIME}`, 'latin1');
  writeFileSync(path.join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), fuses]));
  chmodSync(path.join(folder, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) {
    writeFileSync(path.join(folder, name), 'stand-in\n');
  }
}

describe.skipIf(process.platform !== 'linux')('packaged Linux application', () => {
  let work = '';
  let application = '';
  let archive = '';
  let files: readonly string[] = [];
  const matching = (pattern: RegExp) => files.filter((file) => pattern.test(file));

  beforeAll(async () => {
    await ensureBuilt({ output: 'collect', log: () => undefined });
    // Outside the repository: what the archive lacks must not be found in the repository's node_modules.
    work = mkdtempSync(path.join(tmpdir(), 'winnow-packaging-'));
    writeStandInRuntime(path.join(work, 'runtime'));
    const builder = inRoot('node_modules', 'electron-builder', 'cli.js');
    const overrides = [`-c.electronDist=${work}/runtime`, `-c.directories.output=${work}/dist`];
    execFileSync(findNode(), [builder, '--linux', 'dir', ...overrides], { cwd: inRoot(), stdio: 'pipe' });
    application = path.join(
      work,
      'dist',
      process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
    );
    archive = path.join(application, 'resources', 'app.asar');
    files = listPackage(archive, { isPack: false }).map((file) => file.slice(1));
  });

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test('has every entry file, the pages and the manifest that names its main file', () => {
    const expected = [
      ...entries,
      'out/preload/preload.cjs',
      'out/renderer/index.html',
      'package.json',
      manifest.main,
    ];
    expect(files).toEqual(expect.arrayContaining(expected));
  });

  test('holds no test code, no source maps and no TypeScript', () => {
    expect(matching(/\.(test|spec)\.|(^|\/)(tests?|__tests__)(\/|$)/)).toEqual([]);
    expect(matching(/\.map$/)).toEqual([]);
    expect(matching(/\.[cm]?tsx?$/)).toEqual([]);
    expect(matching(/^(src-|tools|tests)/)).toEqual([]);
  });

  test('holds every production dependency and no other package we install', () => {
    const packages = Object.keys(manifest.dependencies).map((name) => `node_modules/${name}/package.json`);
    expect(files).toEqual(expect.arrayContaining(packages));
    const development = Object.keys(manifest.devDependencies).map(
      (name) => `node_modules/${name}/package.json`,
    );
    expect(files.filter((file) => development.includes(file))).toEqual([]);
  });

  test('holds the native bindings of this platform alone, outside the archive', () => {
    const runtime = `node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}`;
    const bindings = [
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
      `${runtime}/libonnxruntime.so.1`,
      `${runtime}/onnxruntime_binding.node`,
    ];
    expect([...matching(/\.(node|dll|dylib|so)(\.[\d.]+)?$/)].sort()).toEqual(bindings);
    for (const binding of bindings) expect(existsSync(path.join(`${archive}.unpacked`, binding))).toBe(true);
    expect(matching(/node_modules\/better-sqlite3\/(deps|src)\//)).toEqual([]);
    expect(matching(/node_modules\/(adm-zip|bare-[a-z]+|global-agent|onnxruntime-node\/script)\//)).toEqual(
      [],
    );
  });

  test('holds TensorFlow.js bundled, and its WebAssembly file outside the archive', () => {
    const wasm = 'out/main/tfjs-backend-wasm-simd.wasm';
    expect(matching(/\.wasm$/)).toContain(wasm);
    expect(existsSync(path.join(`${archive}.unpacked`, wasm))).toBe(true);
    expect(matching(/node_modules\/@tensorflow\//)).toEqual([]);
  });

  test('ships the samples, the icon and the licences', () => {
    const samples = readdirSync(inRoot('resources', 'samples'));
    expect(samples.length).toBeGreaterThan(0);
    expect(files).toEqual(expect.arrayContaining(samples.map((name) => `resources/samples/${name}`)));
    expect(files).toContain('resources/icons/icon.png');
    const notices = path.join(application, 'resources', 'licences', 'third-party-notices.txt');
    expect(readFileSync(notices, 'utf8')).toContain('better-sqlite3');
  });

  test(`stays under ${MAXIMAL_ARCHIVE_BYTES / 1e6} MB`, () => {
    expect(statSync(archive).size).toBeLessThan(MAXIMAL_ARCHIVE_BYTES);
  });

  test('sets the fuses: no plain Node.js, no debugging, code from the checked archive alone', () => {
    const program = readFileSync(path.join(application, 'winnow'), 'latin1');
    const start = program.indexOf(FUSE_MARKER) + FUSE_MARKER.length + 2;
    expect(program.slice(start, start + FUSES_OF_WINNOW.length)).toBe(FUSES_OF_WINNOW);
  });

  test('is complete: the packed command line creates a project and trains with a sentence encoder', () => {
    const folder = path.join(work, 'extracted');
    extractAll(archive, folder);
    const cli = (...args: readonly string[]) =>
      execFileSync(findNode(), [path.join(folder, 'out', 'main', 'cli.cjs'), ...args], {
        cwd: work,
        encoding: 'utf8',
        env: { ...process.env, INIT_CWD: work, WINNOW_USER_DATA: path.join(work, 'user-data') },
      });
    expect(cli('--version').trim()).toContain(manifest.version);
    cli('new', 'packed.winnow', '--kind', 'single', '--json');
    expect(JSON.parse(cli('info', 'packed.winnow', '--json'))).toMatchObject({
      kind: 'single',
      documents: 0,
    });
    const texts = Array.from({ length: 24 }, (_, index) => ({
      text: `${index} ${index % 2 === 0 ? 'refund money card' : 'parcel late courier'}`,
      label: index % 2 === 0 ? 'money' : 'parcel',
    }));
    const lines = texts.map((row) => `${JSON.stringify(row)}\n`);
    writeFileSync(path.join(work, 'rows.jsonl'), lines.join(''));
    cli('import', 'packed.winnow', 'rows.jsonl', '--json');
    // The archive alone must do: neither the packages nor the files of the repository are in reach.
    const encoder = inRoot('tests', 'fixtures', 'encoders', 'wordpiece');
    const args = ['--model', 'packed', '--family', 'encoder', '--encoder', encoder, '--json'];
    expect(JSON.parse(cli('train', 'packed.winnow', ...args))).toMatchObject({ family: 'encoder' });
  });
});
