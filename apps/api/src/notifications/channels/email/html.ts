import type { Message, Tone } from '../../message/message';

const colours: Readonly<Record<Tone, string>> = { ok: '#1b5e20', info: '#0d47a1', warn: '#8a4b00', bad: '#b71c1c' };

/** The HTML part of a mail: no picture, no style sheet, nothing loaded; whatever a name holds is text. */
export function htmlOf({ subject, text, effect, nextStep, fields, link, tone }: Message): string {
  const paragraphs = [text, effect, nextStep]
    .filter((line) => line !== null)
    .map((line) => `<p style="margin:0 0 12px">${escaped(line)}</p>`);
  const rows = fields.map(
    ({ label, value }) =>
      `<tr><th align="left" style="padding:2px 16px 2px 0;font-weight:normal">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><body style="font:16px/1.5 sans-serif;max-width:640px">',
    `<h1 style="font-size:20px;color:${colours[tone]}">${escaped(subject)}</h1>`,
    ...paragraphs,
    rows.length === 0 ? '' : `<table style="margin:0 0 12px">${rows.join('')}</table>`,
    link === null ? '' : `<p><a href="${escaped(link)}">Open in Stowbase</a></p>`,
    '</body></html>',
  ].join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
