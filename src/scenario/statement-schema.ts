import { z } from 'zod';
import type { StatementDocument } from './statement.js';
import { statementSyntax } from './statement-syntax.js';

const forms = Object.entries(statementSyntax);

/** The statements that are written as text. */
export const simpleKeywords: readonly string[] = forms.flatMap(([kind, { text }]) => (text ? [kind] : []));
/** The statements that are always written as a mapping. */
export const compoundKeywords: readonly string[] = forms.flatMap(([kind, { text }]) => (text ? [] : [kind]));

export const statements: z.ZodType<StatementDocument[]> = z
  .lazy(() => z.array(statementSchema))
  .describe('Statements, executed one after the other.');

export const statementSchema: z.ZodType<StatementDocument> = z.union([
  z.string().describe(forms.flatMap(([, { text }]) => (text ? [text.form] : [])).join(' | ')),
  ...forms.flatMap(([, { mapping }]) => (mapping ? [mapping.schema(statements)] : [])),
]);
