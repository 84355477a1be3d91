import { z } from 'zod';
import { printOperand } from './condition.js';
import { printValues } from './lookup.js';
import { nameOr } from './name-schema.js';
import { holdsAll } from './signature.js';
import type { DataOperand, StatementOf } from './statement.js';
import { mapping, onSignal, type StatementReader, type Syntax } from './statement-form.js';

/* How calls are written, and returns from them. */

const form = 'call F, or call F(V, V) -> D';

export const call: Syntax<'call'> = {
  text: { form: 'call F | call F(V) -> D', parse: (words, reader) => parseCall(words.join(' '), reader) },
  mapping: mapping<'call'>({
    schema: (body) =>
      z
        .strictObject({
          call: nameOr(/[A-Za-z_][\w.-]*\s*(\(|->).*/).describe('F, or F(V, V) -> D.'),
          'on-signal': onSignal(body),
        })
        .describe('Calls a function.'),
    parse(document, reader) {
      const parsed = parseCall(document.call, reader, 'call');
      return parsed && { ...parsed, onSignal: reader.errorPath(document['on-signal']) };
    },
  }),
  print: (statement) => {
    const { arguments: given, result } = statement;
    const written = given.length === 0 ? '' : `(${given.map(printOperand).join(', ')})`;
    return `call ${statement.function}${written}${result === undefined ? '' : ` -> ${result}`}`;
  },
  bodies: (statement) => [statement.onSignal],
};

export const returning: Syntax<'return'> = {
  text: {
    form: 'return | return V',
    parse([written, ...more], { report, names: { returns, inside }, operand, text }) {
      if (more.length > 0) return report(`expected 'return' and one value, found '${text}'`);
      if (returns === undefined)
        return written === undefined
          ? { kind: 'return', value: undefined }
          : report(
              `expected 'return' alone, found '${text}': nothing is returned here`,
              undefined,
              'invalid-signature',
            );
      const what = { name: `${inside}()`, values: returns, initial: '', perTask: true };
      if (written === undefined)
        return report(
          `expected 'return' and a value: '${inside}' returns ${printValues(what)}`,
          undefined,
          'invalid-signature',
        );
      const value = operand(what, written);
      return value && { kind: 'return', value };
    },
  },
  print: ({ value }) => (value === undefined ? 'return' : `return ${printOperand(value)}`),
  bodies: () => [],
};

type Call = Omit<StatementOf<'call'>, 'source'>;

/** @param key of the mapping where the call stands, if it stands in one */
function parseCall(written: string, reader: StatementReader, key?: string): Call | undefined {
  const { names, find, report } = reader;
  const [, name, list, result] =
    /^([A-Za-z_][\w.-]*?)\s*(?:\(([^()]*)\))?\s*(?:->\s*(\S+))?$/.exec(written) ?? [];
  if (name === undefined) {
    const cutOff = /\([^)]*$/.test(written) ? 'several arguments in a list are written in quotes' : undefined;
    return report(`expected '${form}', found '${reader.text || written}'`, cutOff, undefined, key);
  }
  const callee = find('function', name, names.functions, key);
  const signature = callee === undefined ? undefined : names.signatures.get(callee);
  if (callee === undefined || signature === undefined) return undefined;
  const given = list?.trim() ? list.split(',').map((each) => each.trim()) : [];
  const { parameters, returns } = signature;
  if (given.length !== parameters.length)
    return report(
      `'${callee}' takes ${parameters.length === 0 ? 'no arguments' : parameters.map((each) => each.name).join(', ')}: expected ${parameters.length}, found ${given.length}`,
      undefined,
      'invalid-signature',
      key,
    );
  const operands = parameters.map((parameter, index) => reader.operand(parameter, given[index] ?? '', key));
  if (!operands.every((each): each is DataOperand => each !== undefined)) return undefined;
  const common = { kind: 'call', function: callee, arguments: operands, onSignal: [] } as const;
  if (result === undefined) return { ...common, result: undefined };
  const taker = reader.data(result, key);
  if (!taker) return undefined;
  if (taker.path)
    return report(
      `expected data to take the result, found '${taker.name}', a part of an object`,
      undefined,
      undefined,
      key,
    );
  if (returns === undefined)
    return report(`'${callee}' returns nothing`, undefined, 'invalid-signature', key);
  if (!holdsAll(taker.values, returns))
    return report(
      `'${taker.name}', which is ${printValues(taker)}, cannot take all that '${callee}' returns: ${printValues({ values: returns })}`,
      undefined,
      'invalid-signature',
      key,
    );
  return { ...common, result: taker.name };
}
