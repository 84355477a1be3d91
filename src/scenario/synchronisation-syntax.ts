import { keywordAlone, none, type Syntax } from './statement-form.js';

/*
 * How the statements are written by which tasks keep out of one another's way, besides locks and events. Each is named after the
 * kernel's function.
 */

type Kinds =
  | 'local-irq-save'
  | 'local-irq-restore'
  | 'preempt-disable'
  | 'preempt-enable'
  | 'rcu-read-lock'
  | 'rcu-read-unlock'
  | 'synchronize-rcu';

export const synchronisation: { readonly [K in Kinds]: Syntax<K> } = {
  'local-irq-save': {
    text: keywordAlone('local-irq-save', { kind: 'local-irq-save' }),
    print: () => 'local-irq-save',
    bodies: none,
  },
  'local-irq-restore': {
    text: keywordAlone('local-irq-restore', { kind: 'local-irq-restore' }),
    print: () => 'local-irq-restore',
    bodies: none,
  },
  'preempt-disable': {
    text: keywordAlone('preempt-disable', { kind: 'preempt-disable' }),
    print: () => 'preempt-disable',
    bodies: none,
  },
  'preempt-enable': {
    text: keywordAlone('preempt-enable', { kind: 'preempt-enable' }),
    print: () => 'preempt-enable',
    bodies: none,
  },
  'rcu-read-lock': {
    text: keywordAlone('rcu-read-lock', { kind: 'rcu-read-lock' }),
    print: () => 'rcu-read-lock',
    bodies: none,
  },
  'rcu-read-unlock': {
    text: keywordAlone('rcu-read-unlock', { kind: 'rcu-read-unlock' }),
    print: () => 'rcu-read-unlock',
    bodies: none,
  },
  'synchronize-rcu': {
    text: keywordAlone('synchronize-rcu', { kind: 'synchronize-rcu' }),
    print: () => 'synchronize-rcu',
    bodies: none,
  },
};
