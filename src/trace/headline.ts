import type { Notice, Run } from '../replay/index.js';
import { printable } from '../text/index.js';
import { sayNotices } from './say.js';

/**
 * What goes wrong in a run, in one clause, where its notices tell: `writer.1 and writer.2 wait for ever for each other`. It is
 * printable.
 */
export function headline({ notices }: Run): string | undefined {
  const said = stuck(notices) ?? wrongStep(notices) ?? outOfReach(notices) ?? waitingFor(notices);
  return said === undefined ? undefined : printable(said);
}

function stuck(notices: readonly Notice[]): string | undefined {
  for (const notice of notices) {
    if (notice.kind !== 'stuck') continue;
    const { tasks } = notice;
    return tasks.length === 1
      ? `${tasks[0]} is stuck for ever`
      : `${listed(tasks)} are stuck for ever, each waiting for another`;
  }
  return undefined;
}

function wrongStep(notices: readonly Notice[]): string | undefined {
  const wrong = notices.find(
    (notice) =>
      notice.kind === 'assert-fails' ||
      notice.kind === 'counter-leaves-range' ||
      (notice.kind === 'stands' && notice.circumstances.some((each) => each !== 'asleep')),
  );
  return wrong && sayNotices([wrong])[0];
}

function outOfReach(notices: readonly Notice[]): string | undefined {
  const found = notices.find(({ kind }) => kind === 'out-of-reach');
  return found && sayNotices([found])[0];
}

/** Whom the transition waits for, and why it does not come. */
function waitingFor(notices: readonly Notice[]): string | undefined {
  const awaited = notices.find((notice) => notice.kind === 'awaited');
  if (!awaited) return undefined;
  const powerless = notices.flatMap((notice) =>
    notice.kind === 'powerless' && awaited.tasks.includes(notice.task) ? [notice.task] : [],
  );
  const [said = ''] = sayNotices([awaited]);
  if (powerless.length === 0) return said;
  const which = awaited.tasks.length === 1 ? 'which' : listed(powerless);
  return `${said}, ${awaited.tasks.length === 1 ? '' : 'and '}${which} cannot take a step`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
