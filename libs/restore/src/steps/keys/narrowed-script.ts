import { parseStatement } from '@stowbase/sql-stream';
import type { RestoreScript } from '../../script/restore-script';
import { postKindOf } from './post-kind';
import type { Place } from './rounds';

/** Part of a script: the statements at some places, and every setting, which they may stand on. */
export class NarrowedScript {
  readonly script: RestoreScript;
  /** Settings that were sent though they are at another place: they are counted with that one. */
  settingsSent = 0;

  constructor(script: RestoreScript, isWanted: (place: Place) => boolean) {
    this.script = {
      ...script,
      decide: (part, member, index) => {
        if (isWanted({ member: member.number, statement: index })) return script.decide(part, member, index);
        if (part.type !== 'statement' || !isSetting(part.text))
          return { do: 'skip', reason: 'another step', unasked: true, elsewhere: true };
        this.settingsSent++;
        return script.decide(part, member, index);
      },
    };
  }
}

const isSetting = (text: Buffer): boolean =>
  /^(SET|RESET|SELECT)\b/i.test(text.toString('latin1', 0, 7)) && postKindOf(parseStatement(text), text) === 'setting';
