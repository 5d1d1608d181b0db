/** What any program may need of the shell that it was started from. */
const system = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH'];

/** What Node and its network clients go by. */
const node = [
  ...system,
  ...['NODE_ENV', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'NODE_EXTRA_CA_CERTS'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
];

/** Of our own variables, those that both of our processes read. */
const shared = [
  ...node,
  ...[
    'PORT',
    'HOST',
    'APP_ORIGIN',
    'LOG_LEVEL',
    'ATELIER_DATA',
    'STORAGE_FOLDER',
    'SCRATCH_FOLDER',
  ],
  ...['DATABASE_URL', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_TASK_QUEUE'],
  'TEMPORAL_UI_URL',
];

/** The variables that each kind of process is given; what is not named here, a vendor's key too, never reaches it. */
const kept = {
  server: system,
  build: node,
  worker: shared,
  api: [
    ...shared,
    ...['DATABASE_AUTH_URL', 'AUTH_SECRET', 'URL_SIGNING_SECRET', 'SIGN_UP', 'TRUSTED_PROXIES'],
  ],
};

/** Of all these variables those that such a process needs. */
export function environmentOf(
  kind: keyof typeof kept,
  variables: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv {
  const entries = kept[kind].flatMap((name) => {
    const value = variables[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries) as NodeJS.ProcessEnv;
}
