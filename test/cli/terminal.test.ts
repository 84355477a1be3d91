import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSchema } from '../../src/report/check-schema.js';
import { temporaryFolder } from './run.js';
import { endless } from './scenarios.js';
import { onTerminal, type Session, showCursor, type TerminalRun, whenShown } from './terminal.js';

/* Work that is stopped on a terminal, where a spinner turns meanwhile. */

const folder = temporaryFolder();
folder.write('endless.yaml', endless.replaceAll('count: 3', 'count: 5'));

// Its rules never come to an end where it is judged, which is in another thread.
folder.write(
  'spinning.js',
  `import { isMainThread } from 'node:worker_threads';
import { models } from 'klpcheck';
const [first] = models;
const rules = (...given) => {
  while (!isMainThread);
  return first.rules(...given);
};
export default { ...first, name: 'spinning', rules };
`,
);

/** What is shown, however it is broken into lines. */
const onOneLine = (shown: string): string => shown.replaceAll(/\s+/g, ' ');

const inFolder = (file: string): string => path.join(folder.path, file);
const search = ['check', 'endless.yaml', '-m', 'kgraft', '-p', 'deadlock-freedom', '--no-reduction'];

function run(
  args: readonly string[],
  onShown: (session: Session) => void,
  columns?: number,
): Promise<TerminalRun> {
  return onTerminal(args, { cwd: folder.path, onShown, ...(columns !== undefined && { columns }) });
}

const pressInterrupt = (session: Session): void => session.pressInterrupt();
const terminate = ({ pid }: Session): boolean => process.kill(pid, 'SIGTERM');

describe.concurrent('on a terminal', () => {
  test.each([
    ['the interrupt key', pressInterrupt, 'interruption'],
    ['SIGTERM', terminate, 'interruption'],
  ])('a search that %s stops writes all its reports', async (name, stop, reason) => {
    const prefix = name.replaceAll(' ', '-');
    const files = [`--json -o json=${prefix}.json`, `-r junit -o junit=${prefix}.xml`, '-r matrix'];
    const { code, shown, showsCursor } = await run(
      [...search, ...files.join(' ').split(' ')],
      whenShown('states, ', stop),
    );
    expect(shown).toContain(`NOT exhaustive: 1 inconclusive, stopped by an ${reason}\n`);
    const { results } = checkSchema.parse(JSON.parse(readFileSync(inFolder(`${prefix}.json`), 'utf8')));
    expect(results).toMatchObject([{ verdict: 'inconclusive', reason: 'interrupted' }]);
    expect(readFileSync(inFolder(`${prefix}.xml`), 'utf8')).toContain('inconclusive');
    expect({ code, showsCursor }).toEqual({ code: 3, showsCursor: true });
  });

  test('a search that runs out of time leaves the terminal in order', async () => {
    const { code, shown, showsCursor } = await run([...search, '--timeout', '2s'], () => {});
    expect(shown).toContain('NOT exhaustive: 1 inconclusive');
    expect({ code, showsCursor }).toEqual({ code: 3, showsCursor: true });
  });

  test('a second press of the interrupt key ends at once what does not stop', async () => {
    let presses = 0;
    const { code, shown, showsCursor } = await run(
      ['fuzz', '--model-file', 'spinning.js', '-m', 'spinning', '-p', 'function-consistency'],
      (session) => {
        const isStopping = session.shown.includes('^C') && session.shown.endsWith(showCursor);
        if (presses === 0 ? session.shown.includes('0 of 1,000 scenarios') : presses === 1 && isStopping) {
          presses++;
          session.pressInterrupt();
        }
      },
    );
    expect(shown).not.toContain('nothing found');
    expect({ code, showsCursor, presses }).toEqual({ code: 130, showsCursor: true, presses: 2 });
  });

  test('what does not stop is given up soon after the first press', async () => {
    const { code, shown } = await run(
      ['fuzz', '--model-file', 'spinning.js', '-m', 'spinning', '-p', 'function-consistency'],
      whenShown('0 of 1,000 scenarios', pressInterrupt),
    );
    expect(onOneLine(shown)).toContain(
      'nothing found in 0 random scenarios of 1,000: stopped before the end',
    );
    expect(code).toBe(3);
  });

  test('a random search that is interrupted says what it has found, and keeps its corpus', async () => {
    const { code, shown, showsCursor } = await run(
      ['fuzz', '-m', 'kgraft', '-p', 'function-consistency', '--runs', '1000000', '--corpus', 'kept'],
      whenShown(/[1-9]\d* of 1,000,000 scenarios/, pressInterrupt),
    );
    expect(onOneLine(shown)).toMatch(
      /nothing found in \d+ random scenarios of 1,000,000: stopped before the end/,
    );
    expect(readdirSync(inFolder('kept'))).not.toEqual([]);
    expect({ code, showsCursor }).toEqual({ code: 3, showsCursor: true });
  });

  test('an enumeration that is interrupted can be resumed', async () => {
    const { code, shown, showsCursor } = await run(
      ['enumerate', '-m', 'kgraft', '-p', 'task-monotonicity', '--statements', '2', '--resume', 'rest.json'],
      whenShown(/[1-9]\d* scenarios of at most/, pressInterrupt),
    );
    expect(onOneLine(shown)).toMatch(
      /The first \d+ scenarios only: stopped before the end; go on with --resume rest\.json/,
    );
    expect(existsSync(inFolder('rest.json'))).toBe(true);
    expect({ code, showsCursor }).toEqual({ code: 3, showsCursor: true });
  });

  test('that says it has no columns, a search ends as on any other', async () => {
    const { code, shown } = await run([...search, '--timeout', '2s'], () => {}, 0);
    expect(shown).toContain('NOT exhaustive: 1 inconclusive');
    expect(code).toBe(3);
  });
});
