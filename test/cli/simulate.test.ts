import { expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder } from './run.js';
import { lockOrder } from './scenarios.js';

const folder = temporaryFolder();
folder.write('lock-order.yaml', lockOrder);

test('simulate takes the steps that are chosen, takes them back, and goes to a violation', async () => {
  const lines = ['1', 'u', '99', 'v deadlock-freedom', 'p', 'v deadlock', 'r 2', 'q'].join('\\n');
  const { code, stdout, stderr } = await folder.shell(
    `printf '${lines}\\n' | klpcheck simulate lock-order.yaml -m kgraft`,
  );
  expect(stdout).toMatch(/^lock order under kgraft, 0 steps$/m);
  expect(stdout).toMatch(/^1 {2}writer\.1 {2}enters the kernel: write\(\)$/m);
  expect(stdout).toMatch(/^there is no such step$/m);
  expect(stdout).toMatch(/^lock order under kgraft, 7 steps$/m);
  expect(stdout).toMatch(/^ {3}✗ violates atomic-switch$/m);
  expect(stdout).toMatch(/^(\d+\.){6}\d+$/m);
  expect(stdout).toContain("did you mean 'deadlock-freedom'?");
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a path with a choice that there is not is refused', async () => {
  expectWrongInput(
    await folder.run('simulate', 'lock-order.yaml', '--path', '1.99'),
    '--path: choice 2 of the path is none of those that there are: expected numbers such as 1.3.2\n',
  );
});
