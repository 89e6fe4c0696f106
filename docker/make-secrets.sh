#!/bin/sh
# Makes the secrets of compose.postgres.yaml, once: docker/secrets/, which only its owner can enter. The files in it can be read by
# everybody, since Compose hands them to the containers' own users as they are.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
if [ -e "$here/secrets" ]; then
  echo "$here/secrets is there already, and is kept: its key opens what is stored. Move it away to make new ones." >&2
  exit 1
fi

random() {
  bytes=$(od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n')
  test "${#bytes}" = 64
  printf '%s' "$bytes"
}

# Beside it and renamed, so that a run cut short leaves no half of it.
new=$(mktemp -d "$here/secrets.XXXXXX")
trap 'rm -rf "$new"' EXIT
password=$(random)
printf '%s\n' "$password" > "$new/postgres_password"
printf 'postgresql://stowbase:%s@postgres:5432/stowbase\n' "$password" > "$new/database_url"
key=$(random)
printf '%s\n' "$key" > "$new/app_key"
chmod 0444 "$new/postgres_password" "$new/database_url" "$new/app_key"
mv "$new" "$here/secrets"
echo "Made $here/secrets. Keep a copy of app_key somewhere else: without it the stored passwords and keys are lost."
