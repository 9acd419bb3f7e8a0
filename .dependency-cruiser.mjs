/** @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule */

const TESTS = '\\.(test|spec)\\.tsx?$';

/**
 * A room of `src-main` and all it may import from our own sources.
 * @param {string} name
 * @param {string} room
 * @param {readonly string[]} allowed
 * @returns {Rule}
 */
const roomRule = (name, room, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${room}`, pathNot: TESTS },
  to: { path: '^(src-|tools/|tests/)', pathNot: [`^${room}`, ...allowed.map((path) => `^${path}`)] },
});

/** @type {Rule[]} */
const rooms = [
  roomRule('domain-imports-nothing-of-ours', 'src-main/domain/', []),
  roomRule('engine-imports-domain', 'src-main/engine/', ['src-main/domain/']),
  roomRule('formats-imports-domain', 'src-main/formats/', ['src-main/domain/']),
  roomRule('store-imports-domain', 'src-main/store/', ['src-main/domain/', 'src-main/core/ports/']),
  roomRule('core-imports-domain', 'src-main/core/', ['src-main/domain/']),
  roomRule('api-imports-core', 'src-main/api/', ['src-main/core/', 'src-main/domain/']),
  roomRule('jobs-import-ports', 'src-main/jobs/(?!worker/)', [
    'src-main/jobs/',
    'src-main/core/ports/',
    'src-main/domain/',
  ]),
  roomRule('worker-imports-engine', 'src-main/jobs/worker/', [
    'src-main/jobs/',
    'src-main/engine/',
    'src-main/formats/',
    'src-main/domain/',
    'src-main/store/read-only.ts',
    'src-main/core/ports/',
  ]),
  roomRule('preload-imports-api-types', 'src-preload/', ['src-main/api/', 'src-main/domain/']),
  roomRule('renderer-imports-api-and-domain', 'src-renderer/', ['src-main/api/', 'src-main/domain/']),
  roomRule('hosts-import-rooms-of-main', 'src-main/hosts/', ['src-main/']),
];

/** @type {Rule[]} */
const boundaries = [
  {
    name: 'hosts-not-each-other',
    severity: 'error',
    from: { path: '^src-main/hosts/([^/]+)/', pathNot: TESTS },
    to: { path: '^src-main/hosts/[^/]+/', pathNot: '^src-main/hosts/$1/' },
  },
  {
    name: 'shared-host-parts-know-no-host',
    severity: 'error',
    from: { path: '^src-main/hosts/[^/]+$', pathNot: TESTS },
    to: { path: '^src-main/hosts/[^/]+/' },
  },
  {
    name: 'nothing-imports-hosts',
    severity: 'error',
    from: { path: '^src-', pathNot: ['^src-main/hosts/', TESTS] },
    to: { path: '^src-main/hosts/' },
  },
  {
    name: 'features-not-each-other',
    severity: 'error',
    from: { path: '^src-renderer/features/([^/]+)/' },
    to: { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
  },
  {
    name: 'primitives-know-no-feature',
    severity: 'error',
    from: { path: '^src-renderer/(ui|i18n)/' },
    to: { path: '^src-renderer/(features|app)/' },
  },
  {
    name: 'api-reaches-the-windows-as-types-only',
    severity: 'error',
    from: { path: '^(src-renderer|src-preload)/', pathNot: TESTS },
    to: { path: '^src-main/api/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'store-knows-ports-as-types-only',
    severity: 'error',
    from: { path: '^src-main/store/', pathNot: TESTS },
    to: { path: '^src-main/core/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'electron-only-in-its-host',
    severity: 'error',
    from: { path: '^(src-|tools/)', pathNot: ['^src-main/hosts/electron/', '^src-preload/', TESTS] },
    to: { path: '(^|/)node_modules/electron/|^electron$' },
  },
  {
    name: 'domain-has-no-packages',
    severity: 'error',
    from: { path: '^src-main/domain/', pathNot: TESTS },
    to: {
      dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
    },
  },
  {
    name: 'renderer-has-no-node',
    severity: 'error',
    from: { path: '^src-renderer/', pathNot: TESTS },
    to: { dependencyTypes: ['core'] },
  },
];

/** @type {Rule[]} */
const hygiene = [
  {
    // A circle that types close is gone when the program runs.
    name: 'no-circular',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-undeclared-package',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'product-not-from-tests',
    severity: 'error',
    from: { path: '^(src-|tools/)', pathNot: TESTS },
    to: { path: [TESTS, '^tests/'] },
  },
  {
    name: 'product-not-from-tools',
    severity: 'error',
    from: { path: '^src-', pathNot: TESTS },
    to: { path: '^tools/' },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...rooms, ...boundaries, ...hygiene],
  options: {
    // Type imports are dependencies too: the law holds for what a reader must know, not only for what runs.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
