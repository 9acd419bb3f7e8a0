import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from './files.mjs';
import { inRoot } from './paths.mjs';
import { ToolError } from './processes.mjs';

const noticesFile = inRoot('resources', 'licences', 'third-party-notices.txt');
const RULE = '-'.repeat(80);

/**
 * Packages that do not ship with our code: Electron brings its own licence files, which the packager adds,
 * and TypeScript is a peer of typed packages that only the compiler needs.
 */
const NOT_SHIPPED = new Set(['electron', 'typescript']);

/** @typedef {{ name: string, version: string, license?: string, dependencies?: Record<string, string>, peerDependencies?: Record<string, string>, peerDependenciesMeta?: Record<string, { optional?: boolean }> }} Manifest */

/**
 * @param {string} file
 * @returns {Manifest}
 */
const readManifest = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The packages whose code a source file imports; `import type` leaves no code behind. */
function importedPackages() {
  const names = new Set();
  const files = ['src-main', 'src-preload', 'src-renderer'].flatMap((folder) => listFiles(inRoot(folder)));
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))) {
    const imports = readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\s)(?:[^;'"]*?\sfrom\s+)?['"]([^.'"][^'"]*)['"]|import\(['"]([^.'"][^'"]*)['"]\)/gm,
    );
    for (const [, fromStatement, fromCall] of imports) {
      const [scope = '', name] = (fromStatement ?? fromCall ?? '').split('/');
      if (!scope.startsWith('node:')) names.add(scope.startsWith('@') ? `${scope}/${name}` : scope);
    }
  }
  return names;
}

/**
 * Finds a package the way Node.js does: beside the importer first, then upwards.
 * @param {string} name
 * @param {string} from
 */
function locate(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** @param {Manifest} manifest */
function needsOf({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys(dependencies), ...peers].filter(
    (name) => !name.startsWith('@types/') && !NOT_SHIPPED.has(name),
  );
}

/**
 * All packages that ship: the production dependencies, the packages bundled into the build, and whatever
 * those need.
 */
function shippedPackages() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const bundled = [...importedPackages()].filter((name) => name in devDependencies && !NOT_SHIPPED.has(name));
  const queue = [...Object.keys(dependencies), ...bundled].map((name) => locate(name, inRoot()));
  /** @type {Map<string, Manifest>} */
  const found = new Map();
  for (const folder of queue) {
    if (folder === undefined || found.has(folder)) continue;
    const manifest = readManifest(path.join(folder, 'package.json'));
    found.set(folder, manifest);
    queue.push(...needsOf(manifest).map((name) => locate(name, folder)));
  }
  return found;
}

/** @param {string} folder */
function licenceTextOf(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  return files
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}

/** @returns {string} the notices for what the present sources and dependencies ship */
function composeNotices() {
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const [folder, { name, version, license }] of shippedPackages()) {
    const text = licenceTextOf(folder) || `Licence: ${license}. The package carries no licence text.`;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const sections = [...byText]
    .map(([text, packages]) => ({ packages: [...new Set(packages)].sort(), text }))
    .sort((one, other) => ((one.packages[0] ?? '') < (other.packages[0] ?? '') ? -1 : 1))
    .map(({ packages, text }) => `${packages.join('\n')}\n\n${text}\n`);
  const head =
    'Winnow contains the following packages. Each is used under its own licence, printed below it.\n';
  return [head, ...sections].join(`\n${RULE}\n\n`);
}

export function writeNotices() {
  writeFileSync(noticesFile, composeNotices());
  return noticesFile;
}

/** Fails when the notices are not those of the present sources and dependencies. */
export async function checkNotices() {
  if (!existsSync(noticesFile) || readFileSync(noticesFile, 'utf8') !== composeNotices()) {
    throw new ToolError(`${path.relative(inRoot(), noticesFile)} is out of date: run \`npm run notices\`.`);
  }
}
