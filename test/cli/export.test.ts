import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder } from './run.js';
import { lockOrder } from './scenarios.js';

/* A scenario under a model, for another checker. What it says there is tested against that checker. */

const folder = temporaryFolder();
folder.write('lock-order.yaml', lockOrder);
const at = (name: string): string => path.join(folder.path, name);

describe.concurrent('klpcheck export', () => {
  test('prints the system with all safety properties, and says what is left out', async () => {
    const { code, stdout, stderr } = await folder.run('export', 'lock-order.yaml', '-m', 'kgraft');
    expect(stdout).toMatch(/^\/\*\n \* Scenario: lock order \(lock-order\.yaml\)\n/);
    expect(stdout).toContain(' * Consistency model: kgraft (');
    expect(stdout).toContain('active [2] proctype writer() {\n');
    expect(stdout).toContain('/* takes lock A (line 6) */');
    expect(stdout).toContain('deadlock-freedom is not exported');
    expect(stdout).not.toContain('ltl ');
    expect(stderr).toMatch(/^left out: convergence, no-starvation, reversibility, /);
    expect(code).toBe(0);
  });

  test('writes a formula that is asked for as a claim', async () => {
    const { code, stdout, stderr } = await folder.run(
      'export',
      'lock-order.yaml',
      '-m',
      'kgraft:wake=nobody',
      '-p',
      'convergence',
    );
    expect(stdout).toMatch(/\nltl convergence \{ .* \}\n/);
    expect(stdout).toContain('What klpcheck assumes, of each process of a template:');
    expect(stdout).not.toContain('assert(');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('writes a file whole or not at all', async () => {
    const args = ['export', 'lock-order.yaml', '-m', 'kgraft', '-p', 'lock-discipline'];
    const { code, stdout } = await folder.run(...args, '-o', 'out.pml');
    expect([code, stdout]).toEqual([0, '']);
    expect(readFileSync(at('out.pml'), 'utf8')).toBe((await folder.run(...args)).stdout);
    expectWrongInput(
      await folder.run(...args, '-o', 'missing/out.pml'),
      "missing/out.pml: cannot be written: there is no folder 'missing'\n",
    );
    expect(existsSync(at('missing'))).toBe(false);
  });

  test.for([
    ['-m kgarft', "--model: unknown model 'kgarft'\n  hint: did you mean 'kgraft'?\n"],
    [
      '-m kgraft -p convergense',
      "--property: unknown property 'convergense'\n  hint: did you mean 'convergence'?\n",
    ],
    ['-m kgraft -p wake-ups', "--property: 'wake-ups' cannot be exported: it is a quantity, and Promela has"],
    [
      '-m kgraft -p reversibility',
      "--property: 'reversibility' cannot be exported: it is about branching, and Promela has",
    ],
    ['-m kgraft -f promla', "did you mean 'promela'?"],
    ['-m kgraft:wake=nobody --wake kernel', "--wake: 'kgraft:wake=nobody' says already who wakes\n"],
    ['', "error: required option '-m, --model <name>' not specified"],
  ])('%s is refused', async ([args = '', message = '']) => {
    const given = args.split(' ').filter((each) => each !== '');
    expectWrongInput(await folder.run('export', 'lock-order.yaml', ...given), message);
  });

  test('a formula that says "next" is refused', async () => {
    folder.write('next.yaml', `${lockOrder}properties: { soon: 'X in-transition' }\n`);
    expectWrongInput(
      await folder.run('export', 'next.yaml', '-m', 'kgraft', '-p', 'soon'),
      'next.yaml: cannot be exported: the formula of soon says "next"',
    );
  });
});
