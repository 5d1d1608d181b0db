/** Who may import whom: docs/decisions and each room's README say why. */
const notTypeOnly = { dependencyTypesNot: ['type-only'] };
const roots = '^(start\\.ts|start/|api/server\\.ts|activities/worker\\.ts|\\.ci/)';
/** Every room above the pure ones. */
const above =
  'workflows|activities|api|web|db|media|storage|temporal-config|simulators|clients|bench|start';
const test = '(\\.test\\.tsx?$|(^|/)testing(/|\\.ts$)|^web/e2e/)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: '^domain/', pathNot: test },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'clients-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^clients/', pathNot: test },
      to: { path: `^(domain|operations|${above})/|^(env|start)\\.ts`, pathNot: '^clients/' },
    },
    {
      name: 'operations-import-domain-only',
      severity: 'error',
      from: { path: '^operations/', pathNot: test },
      to: {
        path: `^(${above})/|^(env|start)\\.ts`,
      },
    },
    {
      name: 'db-and-storage-import-nothing-above',
      severity: 'error',
      from: { path: '^(db|storage)/', pathNot: test },
      to: {
        path: '^(operations|workflows|activities|api|web|media|temporal-config|simulators|clients|bench|start)/|^(env|start)\\.ts',
      },
    },
    {
      name: 'db-and-storage-are-strangers',
      severity: 'error',
      from: { path: '^storage/', pathNot: test },
      to: { path: '^db/' },
    },
    {
      name: 'db-does-not-know-storage',
      severity: 'error',
      from: { path: '^db/', pathNot: test },
      to: { path: '^storage/' },
    },
    {
      name: 'media-imports-storage-and-db',
      severity: 'error',
      from: { path: '^media/', pathNot: test },
      to: {
        path: '^(operations|workflows|activities|api|web|temporal-config|simulators|clients|bench|start)/|^(env|start)\\.ts',
      },
    },
    {
      name: 'activities-import-operations-db-storage-media',
      severity: 'error',
      from: { path: '^activities/', pathNot: [test, roots] },
      to: {
        path: '^(workflows|api|web|temporal-config|simulators|clients|bench|start)/|^(env|start)\\.ts',
        ...notTypeOnly,
      },
    },
    {
      name: 'workflows-import-types-and-domain',
      severity: 'error',
      from: { path: '^workflows/', pathNot: test },
      to: {
        path: '^(operations|activities|api|web|db|media|storage|temporal-config|simulators|clients|bench|start)/|^(env|start)\\.ts',
        ...notTypeOnly,
      },
    },
    {
      name: 'api-imports-workflow-types-and-names',
      severity: 'error',
      from: { path: '^api/', pathNot: [test, roots] },
      to: {
        path: '^(activities|web|temporal-config|simulators|clients|bench|start)/|^workflows/(?!(job-start|messages)\\.ts)|^(env|start)\\.ts',
        ...notTypeOnly,
      },
    },
    {
      name: 'web-imports-types-of-api-and-values-of-operations-and-domain',
      severity: 'error',
      from: { path: '^web/', pathNot: test },
      to: {
        path: '^(workflows|activities|api|db|media|storage|temporal-config|simulators|clients|bench|start)/|^(env|start)\\.ts',
        ...notTypeOnly,
      },
    },
    {
      name: 'simulators-and-bench-are-leaves',
      severity: 'error',
      from: { pathNot: ['^(simulators|bench)/', test] },
      to: { path: '^(simulators|bench)/' },
    },
    {
      name: 'only-roots-read-env',
      severity: 'error',
      from: { pathNot: [roots, test, '^env\\.ts', '^bench/', '\\.config\\.'] },
      to: { path: '^env\\.ts$', ...notTypeOnly },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|build|\\.atelier|coverage)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
