/**
 * The may-import table of docs/ARCHITECTURE.md, enforced by every check. A room may import itself, the rooms listed
 * here, and packages; everything else is an error.
 */
const mayImport = {
  core: [],
  hub: ['core'],
  agent: ['core'],
  renderer: ['core'],
  customer: ['core'],
  electron: ['core', 'agent'],
  web: ['core', 'agent'],
  cli: ['core', 'agent', 'hub', 'web'],
};
const rooms = Object.keys(mayImport);
const roomRules = rooms.map((room) => ({
  name: `${room}-may-import-only-${['itself', ...mayImport[room]].join('-')}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: '\\.test\\.tsx?$' },
  to: {
    path: `^(${[...rooms, 'tests', 'scripts'].filter((to) => to !== room && !mayImport[room].includes(to)).join('|')})/`,
  },
}));

/** The folders of a room, in order: each may import only those before it. */
const foldersInOrder = {
  hub: [
    'store',
    'directory',
    'base',
    'long-reads',
    'access',
    'unit',
    'audit',
    'auth',
    'ledger',
    'presence',
    'work',
    'intake',
    'conversations',
    'practice',
    'router',
    'setup',
    'supervision',
    'exchange',
    'backup',
    'webhooks',
    'upkeep',
    'http',
    'app',
  ],
  renderer: [
    'styles',
    'state',
    'controls',
    'i18n',
    'bridge',
    'presence',
    'sound',
    'alarms',
    'files',
    'settings',
    'setup',
    'account',
    'workspace',
    'offers',
    'wrap-up',
    'conversation',
    'work',
    'preferences',
    'supervisor',
    'app',
  ],
};
const folderRules = Object.entries(foldersInOrder).flatMap(([room, folders]) => [
  ...folders.map((folder, at) => ({
    name: `${room}/${folder}-imports-only-folders-before-it`,
    severity: 'error',
    from: { path: `^${room}/${folder}/`, pathNot: '\\.test\\.tsx?$' },
    to: { path: `^${room}/`, pathNot: `^${room}/(${folders.slice(0, at + 1).join('|')})/` },
  })),
  {
    name: `${room}-has-no-other-folders`,
    severity: 'error',
    from: { path: `^${room}/[^/]+/`, pathNot: `^${room}/(${folders.join('|')})/` },
    to: {},
  },
]);

module.exports = {
  forbidden: [
    ...roomRules,
    ...folderRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-knows-only-zod-and-the-contract-package',
      severity: 'error',
      from: { path: '^core/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypesNot: ['local', 'undetermined', 'unknown', 'aliased-subpath-import', 'aliased'],
        pathNot: 'node_modules/(zod|@orpc/contract|i18next)/',
      },
    },
    {
      name: 'only-electron-imports-electron',
      severity: 'error',
      from: { pathNot: '^(electron|tests)/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'pages-have-no-node',
      severity: 'error',
      from: { path: '^(renderer|customer)/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|docs)/|\\.module\\.css$|\\.css$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
