import { referenceCount } from './scenario.js';
import { madeOf, none, onlyData, type StatementReader, type Syntax } from './statement-form.js';

/* How the statements are written that make objects, and free them. */

type OfReferences = 'new' | 'pick' | 'free' | 'get' | 'put';
type OfShadows = 'shadow-alloc' | 'shadow-get-or-alloc' | 'shadow-free';

function ofReference<const K extends OfReferences>(kind: K) {
  return {
    text: {
      form: `${kind} R`,
      parse: (words: readonly string[], reader: StatementReader) =>
        madeOf(referenceIn(words, reader), (reference) => ({ kind, reference })),
    },
    print: ({ reference }: { readonly reference: string }) => `${kind} ${reference}`,
    bodies: none,
  };
}

/** Of objects whose references are counted. */
function ofCounted<const K extends 'get' | 'put'>(kind: K) {
  const form = ofReference(kind);
  return {
    ...form,
    text: {
      ...form.text,
      parse(words: readonly string[], reader: StatementReader) {
        const statement = form.text.parse(words, reader);
        const { data } = reader.names;
        const values = data.find(({ name }) => name === statement?.reference)?.values;
        const isCounted = data.some(
          ({ path }) =>
            values?.kind === 'reference' && path?.object === values.object && path.part === referenceCount,
        );
        if (!statement || isCounted) return statement;
        return reader.report(
          `'${statement.reference}' refers to objects whose references are not counted`,
          `give them a ${referenceCount}`,
          'unknown-value',
        );
      },
    },
  };
}

function referenceIn(words: readonly string[], reader: StatementReader): string | undefined {
  return onlyData(words, reader, 'reference', ({ values }) => values.kind === 'reference')?.name;
}

function ofShadow<const K extends OfShadows>(kind: K) {
  return {
    text: {
      form: `${kind} R->ID`,
      parse: (words: readonly string[], reader: StatementReader) =>
        madeOf(
          onlyData(words, reader, 'shadow variable', ({ path }) => path?.kind === 'shadow'),
          ({ name }) => ({ kind, shadow: name }),
        ),
    },
    print: ({ shadow }: { readonly shadow: string }) => `${kind} ${shadow}`,
    bodies: none,
  };
}

export const objects: { readonly [K in OfReferences | OfShadows | 'shadow-free-all']: Syntax<K> } = {
  new: ofReference('new'),
  pick: ofReference('pick'),
  free: ofReference('free'),
  get: ofCounted('get'),
  put: ofCounted('put'),
  'shadow-alloc': ofShadow('shadow-alloc'),
  'shadow-get-or-alloc': ofShadow('shadow-get-or-alloc'),
  'shadow-free': ofShadow('shadow-free'),
  'shadow-free-all': {
    text: {
      form: 'shadow-free-all ID',
      parse(words, { only, names }) {
        const ids = names.data.flatMap(({ path }) => (path?.kind === 'shadow' ? [path.part] : []));
        return madeOf(only(words, 'shadow variable', [...new Set(ids)]), (id) => ({
          kind: 'shadow-free-all',
          id,
        }));
      },
    },
    print: ({ id }) => `shadow-free-all ${id}`,
    bodies: none,
  },
};
