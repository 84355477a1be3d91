import { keywordAlone, none, type Syntax } from './statement-form.js';

/*
 * How the statements are written by which tasks keep out of one another's way, besides locks and events. Each is named after the
 * kernel's function.
 */

type Kinds = 'preempt-disable' | 'preempt-enable';

export const synchronisation: { readonly [K in Kinds]: Syntax<K> } = {
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
};
