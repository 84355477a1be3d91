import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Control } from '../../src/engine/parallel/control.js';
import { startThread } from '../../src/thread.js';

test('a worker that is woken late for a level that it has done goes on waiting', async () => {
  const control = new Control(1, 0);
  const thread = startThread(import.meta.url, 'waiting-thread', control.shared);
  const said: unknown[] = [];
  thread.on('message', (message) => said.push(message));
  try {
    await expect.poll(() => said, { timeout: 30_000 }).toEqual(['waits']);
    // Nobody knows when it has begun to wait.
    for (let attempt = 0; attempt < 20; attempt++) {
      Atomics.notify(new Int32Array(control.shared), 0);
      await pause(10);
    }
    expect(said).toEqual(['waits']);
    control.beginLevel(0, 1, 0, new Int32Array(0));
    await expect.poll(() => said).toEqual(['waits', 'begins level 1']);
  } finally {
    await thread.terminate();
  }
});
