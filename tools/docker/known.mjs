// What the images that we start from hold, and what Debian's and PostgreSQL's archives offer: nothing of it can be asked where tests run.

/** Of Debian 13, as far as the image uses them (each in the package that it comes with there). */
const debian = ['apt-get', 'chmod', 'cp', 'find', 'grep', 'groupadd', 'install', 'rm', 'sh', 'test', 'useradd'];

/** Official images, by name: which programs they bring. */
export const imageCommands = {
  'debian:trixie-slim': debian,
  node: [...debian, 'node', 'npm'],
};

/** Files of an image that another stage may copy. */
export const imageFiles = { node: ['/usr/local/bin/node'] };

/** Folder of the data, by major, as the image's page says it; the user that may run it; the variables it reads; its programs. */
export const postgresImage = {
  dataFolder: (major) => (major < 18 ? '/var/lib/postgresql/data' : '/var/lib/postgresql'),
  users: ['postgres', '999', '999:999'],
  variables: ['POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_INITDB_ARGS'],
  commands: ['pg_isready'],
};

const clientMajors = [15, 16, 17, 18];

/** Suite → package → the programs it brings. Debian's were looked up in the index of Debian 13. */
export const packages = {
  trixie: {
    'ca-certificates': [],
    gpg: ['gpg'],
    libatomic1: [],
    'postgresql-client-common': [],
  },
  'trixie-pgdg': Object.fromEntries(
    clientMajors.map((major) => [
      `postgresql-client-${major}`,
      ['pg_dump', 'pg_dumpall', 'psql'].map((program) => `/usr/lib/postgresql/${major}/bin/${program}`),
    ]),
  ),
};

/** The archive's key: printed on its page, and in Debian's package postgresql-client-common. */
export const archiveKey = 'B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8';

/** What programs other than ours read of the environment. */
export const runtimeVariables = ['MALLOC_ARENA_MAX'];
