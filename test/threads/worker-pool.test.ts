import { expect, test } from 'vitest';
import { shareOut } from '../../src/threads/index.js';
import { running, startedThreads } from '../support/started-threads.js';

test('a caller that shares work out gets what it throws itself, and no thread is left', async () => {
  const threads = startedThreads();
  const work = {
    jobs: 2,
    here: import.meta.url,
    module: './idle-thread',
    data: undefined,
    next: () => {
      throw new Error('no more ideas');
    },
    accept: () => {},
  };
  await expect(shareOut(work)).rejects.toThrow('no more ideas');
  expect(threads).toHaveLength(2);
  expect(running(threads)).toBe(0);
});
