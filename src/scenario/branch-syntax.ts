import { z } from 'zod';
import { printCondition } from './condition.js';
import { didYouMean } from './diagnostic.js';
import { parseValue, printValues } from './lookup.js';
import { nameOr, nameText, pathText } from './name-schema.js';
import { madeOf, mapping, none, type Syntax } from './statement-form.js';

/* How the statements are written by which a task goes on in one way or in another. */

type Kinds = 'if' | 'switch' | 'either' | 'loop' | 'forever' | 'label' | 'goto';

export const branching: { readonly [K in Kinds]: Syntax<K> } = {
  if: {
    mapping: mapping<'if'>({
      schema: (body) =>
        z
          .strictObject({
            if: z
              .string()
              .describe(
                'A condition: D = V or D != V, where V is a value of D or other data that has no other values; of counters, also ' +
                  '<, <=, > and >=. Conditions are joined by and, or, not and parentheses.',
              ),
            then: body,
            else: body.optional(),
          })
          .describe('Goes on according to what data holds.'),
      parse(document, reader) {
        const condition = reader.condition(document.if, 'if');
        const whenTrue = reader.body('then', document.then);
        const whenFalse = reader.body('else', document.else);
        return condition && { kind: 'if', condition, whenTrue, whenFalse };
      },
      example: (words) => `{ if: ${words || '…'}, then: [ … ], else: [ … ] }`,
    }),
    print: ({ condition }) => `if ${printCondition(condition)}`,
    bodies: ({ whenTrue, whenFalse }) => [whenTrue, whenFalse],
  },
  switch: {
    mapping: mapping<'switch'>({
      schema: (body) =>
        z
          .strictObject({
            switch: nameOr(pathText).describe('The data.'),
            cases: z.record(z.string(), body).describe('By value, what is done where the data has it.'),
            else: body.optional().describe('What is done where it has none of these values.'),
          })
          .describe('Goes on according to the value of data.'),
      parse(document, reader) {
        const data = reader.data(document.switch, 'switch');
        const cases = Object.entries(document.cases).flatMap(([written, documents]) => {
          const body = reader.body(['cases', written], documents);
          const value = data && parseValue(data, written);
          if (data && value === undefined)
            reader.report(
              `'${written}' is not a value of '${data.name}', which is ${printValues(data)}`,
              data.values.kind === 'names' ? didYouMean(written, data.values.names) : undefined,
              'unknown-value',
              'cases',
            );
          return value === undefined ? [] : [{ value, body }];
        });
        const otherwise = reader.body('else', document.else);
        return data && { kind: 'switch', data: data.name, cases, otherwise };
      },
      example: (words) => `{ switch: ${words || '…'}, cases: { …: [ … ] } }`,
    }),
    print: ({ data }) => `switch ${data}`,
    bodies: ({ cases, otherwise }) => [...cases.map(({ body }) => body), otherwise],
  },
  either: {
    mapping: mapping<'either'>({
      schema: (body) =>
        z.strictObject({ either: z.array(body).min(1) }).describe('Goes on by one of these, any of them.'),
      parse: (document, { bodies }) => ({ kind: 'either', branches: bodies('either', document.either) }),
      example: () => '{ either: [ … ] }',
    }),
    print: () => 'either',
    bodies: ({ branches }) => branches,
  },
  loop: {
    mapping: mapping<'loop'>({
      schema: (body) => z.strictObject({ loop: body }).describe('Does these any number of times, also none.'),
      parse: (document, { body }) => ({ kind: 'loop', body: body('loop', document.loop) }),
      example: () => '{ loop: [ … ] }',
    }),
    print: () => 'loop',
    bodies: ({ body }) => [body],
    steps: ['leaves-loop'],
  },
  forever: {
    mapping: mapping<'forever'>({
      schema: (body) =>
        z.strictObject({ forever: body }).describe('Does these over and over, and never goes on.'),
      parse: (document, { body }) => ({ kind: 'forever', body: body('forever', document.forever) }),
      example: () => '{ forever: [ … ] }',
    }),
    print: () => 'forever',
    bodies: ({ body }) => [body],
  },
  label: {
    text: {
      form: 'label X',
      parse: ([label, ...more], { report, text }) =>
        label !== undefined && more.length === 0 && nameText.test(label)
          ? { kind: 'label', label }
          : report(`expected 'label' and one name, found '${text}'`),
    },
    print: ({ label }) => `label ${label}`,
    bodies: none,
  },
  goto: {
    text: {
      form: 'goto X',
      parse: (words, { only, names }) =>
        madeOf(only(words, 'label below it', names.labels), (label) => ({ kind: 'goto', label })),
    },
    print: ({ label }) => `goto ${label}`,
    bodies: none,
  },
};
