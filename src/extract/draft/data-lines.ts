import { reliedOn, sectionOf } from '../relate/index.js';
import type { Draft } from './draft.js';
import type { DraftLines } from './line.js';

/** The data of a draft: its ghosts, and the conditions that are asked more than once. */
export function dataLines({ protectingLocks, contracts, conditions }: Draft): DraftLines {
  return [
    ...protectingLocks.flatMap((lock) => [
      {
        text: `${sectionOf(lock)}: [free, old, new]`,
        comment: 'which version stands in what only the new one locks',
      },
      { text: `${reliedOn(lock)}: [no, yes]`, comment: 'whether the new version has locked it' },
    ]),
    ...contracts.map((name) => ({
      text: `${name}: { values: [none, old, new], per: task }`,
      comment: 'which version of the caller it is in',
    })),
    ...conditions.map(({ name, text }) => ({
      text: `${name}: { values: [no, yes], per: task }`,
      comment: text,
    })),
  ];
}
