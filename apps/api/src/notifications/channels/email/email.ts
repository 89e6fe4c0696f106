import { caField, ConfigProblems } from '@stowbase/storage';
import { defineChannel } from '../channel-type';
import { addressList, hostPattern } from './addresses';
import { sendMail } from './send-mail';

export const email = defineChannel({
  type: 'email',
  title: 'E-mail',
  summary: 'Mail by an SMTP server of yours.',
  help: 'Your mail provider names its SMTP server, port and encryption; many want a password made for this use.',
  sentTo: ['host', 'port', 'security'],
  fields: [
    {
      name: 'host',
      label: 'SMTP server',
      help: 'Host name or address.',
      kind: 'text',
      required: true,
      max: 253,
      pattern: { source: hostPattern, message: 'must be a host name or an IP address' },
      example: 'smtp.example.com',
    },
    {
      name: 'security',
      label: 'Encryption',
      help: 'STARTTLS is never left out by the server’s wish: without it nothing is sent.',
      kind: 'choice',
      choices: [
        { value: 'starttls', label: 'STARTTLS (usually port 587)' },
        { value: 'tls', label: 'TLS from the start (usually port 465)' },
        { value: 'none', label: 'None, in your own network only (usually port 25)' },
      ],
      default: 'starttls',
    },
    { name: 'port', label: 'Port', help: 'Of the SMTP server.', kind: 'integer', min: 1, max: 65_535, default: 587 },
    {
      name: 'user',
      label: 'User',
      help: 'Leave it out for a server that asks for no sign-in.',
      kind: 'text',
      max: 320,
    },
    { name: 'password', label: 'Password', help: 'Of that user.', kind: 'secret', max: 1_000 },
    {
      name: 'from',
      label: 'From',
      help: 'The address that the mails come from; most servers accept only one of your own.',
      kind: 'text',
      required: true,
      max: 320,
      example: 'backups@example.com',
    },
    {
      name: 'to',
      label: 'To',
      help: 'One or more addresses, with commas between them.',
      kind: 'text',
      required: true,
      max: 3_000,
      example: 'you@example.com, team@example.com',
    },
    caField,
  ],
  address: ({ host, port, security, from, to, user, password }) => {
    const problems = [
      ...addressList(from, 1).problems.map((message) => ({ field: 'from', message: `From ${message}.` })),
      ...addressList(to).problems.map((message) => ({ field: 'to', message: `To ${message}.` })),
      ...(password !== undefined && user === undefined
        ? [{ field: 'user', message: 'User is missing: the password belongs to one.' }]
        : []),
      ...(password === undefined && user !== undefined
        ? [{ field: 'password', message: 'Password is missing: the user has one.' }]
        : []),
    ];
    if (problems.length > 0) throw new ConfigProblems(problems);
    return { host: host.replace(/^\[|\]$/g, ''), port, encrypted: security !== 'none' };
  },
  send: sendMail,
});
