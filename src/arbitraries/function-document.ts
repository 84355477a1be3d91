import fc from 'fast-check';
import type { ScenarioDocument } from '../scenario/index.js';
import type { ScenarioSize } from './size.js';
import { arbitraryBody, type BodyDocument, names, type Vocabulary } from './statements.js';

type FunctionDocument = ScenarioDocument['functions'][string];

/** Most functions are patched: a function that is not only carries calls from one that is to another. */
export function arbitraryFunction(
  vocabulary: Vocabulary,
  size: ScenarioSize,
  changesSignatures: boolean,
): fc.Arbitrary<FunctionDocument> {
  const body = arbitraryBody(vocabulary, size);
  const bodies = fc.oneof(
    { weight: 2, arbitrary: fc.tuple(body, body) },
    { weight: 2, arbitrary: body.map(changeFormat) },
    { weight: 1, arbitrary: body.map(addLock) },
    { weight: 1, arbitrary: body.map(exchangeOrder) },
    { weight: 4, arbitrary: body.chain((old) => fc.tuple(fc.constant(old), arbitraryChange(old, body))) },
  );
  const patched = fc.record({
    bodies,
    changesSignature: changesSignatures
      ? fc.integer({ min: 0, max: 3 }).map((each) => each === 0)
      : fc.constant(false),
  });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: patched.map(({ bodies: [old, changed], changesSignature }) => ({
        old,
        new: changed,
        ...(changesSignature && { signature: { old: 'f(x)', new: 'f(x, y)' } }),
      })),
    },
    { weight: 1, arbitrary: body },
  );
}

/** What a patch makes of a body: two statements in the other order, one more, one less, or the same body. */
function arbitraryChange(old: BodyDocument, body: fc.Arbitrary<BodyDocument>): fc.Arbitrary<BodyDocument> {
  const position = fc.nat({ max: Math.max(0, old.length - 1) });
  return fc.oneof<fc.Arbitrary<BodyDocument>[]>(
    fc.constant<BodyDocument>([...old]),
    position.map((index) => old.filter((_, each) => each !== index)),
    fc.tuple(position, body).map(([index, more]) => [...old.slice(0, index), ...more, ...old.slice(index)]),
    fc
      .tuple(position, position)
      .map(([one, other]) =>
        old.map((each, index) => (index === one ? old[other] : index === other ? old[one] : each) ?? each),
      ),
    fc.constant(exchangeLocks(old)),
  );
}

type OldAndNew = [BodyDocument, BodyDocument];

/** The old function expects data in one format, and the new one writes another. */
function changeFormat(body: BodyDocument): OldAndNew {
  return [
    [`assert ${names.flag} = v1`, ...body],
    [...body, `set ${names.flag} v2`],
  ];
}

function addLock(body: BodyDocument): OldAndNew {
  const [lock] = names.locks;
  return [body, [`lock ${lock}`, ...body, `unlock ${lock}`]];
}

/** Two locks are taken in the other order. */
function exchangeOrder(body: BodyDocument): OldAndNew {
  const [one, other] = names.locks;
  const old = [`lock ${one}`, `lock ${other}`, ...body, `unlock ${other}`, `unlock ${one}`];
  return [old, exchangeLocks(old)];
}

/** The same with the names of the two locks exchanged. */
function exchangeLocks(body: BodyDocument): BodyDocument {
  const [one, other] = names.locks;
  return body.map((statement) => {
    if (typeof statement !== 'string') return statement;
    const [keyword, lock] = statement.split(' ');
    if (keyword !== 'lock' && keyword !== 'unlock') return statement;
    return `${keyword} ${lock === one ? other : one}`;
  });
}
