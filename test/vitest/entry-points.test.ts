import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { node, repository, temporaryFolder } from '../cli/run.js';

/* Both entry points as they are for whoever has installed the package. */

test('klpcheck/conformance', async () => {
  const program = `
    import { conformance, DivergenceError } from 'klpcheck/conformance';
    const implementation = { start() {}, step: () => ({ taken: false, stacks: {}, inTransition: false }) };
    await conformance({ scenario: 'scenarios/hazards/lock-order.yaml', model: 'kgraft', implementation, seed: 1 }).catch(
      (error) => console.log(error instanceof DivergenceError, error.steps.length),
    );
  `;
  const run = await node(['--input-type=module', '--eval', program], { cwd: repository });
  expect(run).toEqual({ code: 0, stdout: 'true 1\n', stderr: '' });
});

test('klpcheck/vitest', async () => {
  const folder = temporaryFolder();
  const modules = path.join(folder.path, 'node_modules');
  const vitest = realpathSync(path.join(repository, 'node_modules/vitest'));
  mkdirSync(modules);
  symlinkSync(repository, path.join(modules, 'klpcheck'));
  symlinkSync(vitest, path.join(modules, 'vitest'));
  folder.write(
    'patch.test.mjs',
    `
    import 'klpcheck/vitest';
    import { expect, test } from 'vitest';
    const scenario = ${JSON.stringify(path.join(repository, 'scenarios/hazards/lock-order.yaml'))};
    test('right', () => expect(scenario).toHold('deadlock-freedom', { under: 'kpatch' }));
    test('wrong', () => expect(scenario).toHold('deadlock-freedom', { under: 'kgraft' }));
    `,
  );
  const run = await node([path.join(vitest, 'vitest.mjs'), 'run', '--reporter=verbose'], {
    cwd: folder.path,
    env: { NO_COLOR: '1' },
  });
  expect(run.stdout).toContain('✓ patch.test.mjs > right');
  expect(run.stdout).toContain('× patch.test.mjs > wrong');
  expect(run.stderr).toContain('✗ deadlock-freedom is violated under kgraft.');
  expect(run.stderr).toContain('- stuck for ever: writer.1, writer.2');
  expect(run.code).toBe(1);
});
