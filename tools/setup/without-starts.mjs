// Debian's packages of servers ask a program of the machine's owner whether they may start them; for the time of an install it says no.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const no =
  '#!/bin/sh\n# Stowbase installs servers for its tests: none of them is to be started as a service.\nexit 101\n';

/**
 * Does the work while nothing that is installed gets started. A program of the owner's comes back to its place.
 * @param {() => void} work
 * @param {string} [policy] its place, see invoke-rc.d(8)
 */
export function withoutStarts(work, policy = '/usr/sbin/policy-rc.d') {
  const aside = `${policy}.before-stowbase-setup`;
  const left = existsSync(policy) && readFileSync(policy, 'utf8') === no; // by a set-up that was killed
  if (existsSync(policy) && !left) renameSync(policy, aside);
  writeFileSync(policy, no, { mode: 0o755 });
  try {
    work();
  } finally {
    if (existsSync(aside)) renameSync(aside, policy);
    else rmSync(policy, { force: true });
  }
}
