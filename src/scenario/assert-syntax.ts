import { z } from 'zod';
import { printCondition } from './condition.js';
import { mapping, none, type Syntax } from './statement-form.js';

/** How it is written that something is relied on. */
export const assertion: Syntax<'assert'> = {
  text: {
    form: 'assert C',
    parse(words, reader) {
      const condition = reader.condition(words.join(' '));
      return condition && { kind: 'assert', condition };
    },
  },
  mapping: mapping<'assert'>({
    schema: () =>
      z
        .strictObject({
          assert: z.string().describe('A condition.'),
          bug: z
            .string()
            .regex(/^\P{Cc}*\S\P{Cc}*$/u, 'expected a few words, or a number such as CVE-2014-2706')
            .describe(
              'Which bug breaks it before the patch, in a few words: the one that the patch is there to repair.',
            ),
        })
        .describe(
          'Relies on a condition, which fails before the patch, by a bug, and must not fail after it.',
        ),
    parse(document, reader) {
      const condition = reader.condition(document.assert, 'assert');
      return condition && { kind: 'assert', condition, bug: document.bug.trim() };
    },
  }),
  print: ({ condition }) => `assert ${printCondition(condition)}`,
  bodies: none,
};
