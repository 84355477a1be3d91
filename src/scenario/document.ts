import { type Document, isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Diagnostic, didYouMean, listNames, type Result } from './diagnostic.js';
import type { Source } from './scenario.js';
import { type ScenarioDocument, scenarioSchema } from './schema.js';

/** Where in a document: the keys and indices from its root. */
export type Path = readonly PropertyKey[];

/** A document that has the shape of a scenario, with the places of its parts. */
export interface LocatedDocument {
  readonly value: ScenarioDocument;
  /** Where the value at `path` stands; with `key`, where its key does. */
  locate(path: Path, what?: 'key' | 'value'): Source;
  diagnose(path: Path, message: string, hint?: string, what?: 'key' | 'value'): Diagnostic;
}

/** A scenario is read by people; a file above this size is something else. */
export const maximumFileBytes = 1 << 20;
/** Enough for any scenario; a document that expands to more is an attack or an accident. */
const maximumAliases = 50;

/** Parses YAML and checks its shape. The names in it are not looked up yet. */
export function parseDocumentOf(text: string, file: string): Result<LocatedDocument> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const texts = text.split('\n');
  const diagnoseAt = (offset: number, message: string, hint?: string): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    const at = { line: Math.max(1, line), column: Math.max(1, col) };
    return { message, file, ...at, excerpt: (texts[at.line - 1] ?? '').trimEnd(), ...(hint && { hint }) };
  };
  const diagnose: LocatedDocument['diagnose'] = (path, message, hint, what = 'value') =>
    diagnoseAt(offsetOf(document, path, what), message, hint);

  if (document.errors.length > 0)
    return {
      ok: false,
      diagnostics: document.errors.map(({ message, pos }) =>
        diagnoseAt(pos[0], `not YAML: ${firstLine(message)}`),
      ),
    };
  if (document.contents === null)
    return {
      ok: false,
      diagnostics: [{ message: 'the file is empty, expected a scenario', file, line: 1, column: 1 }],
    };
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: maximumAliases });
  } catch (error) {
    return {
      ok: false,
      diagnostics: [{ message: `not a scenario: ${firstLine(String((error as Error).message))}`, file }],
    };
  }
  const checked = scenarioSchema.safeParse(plain);
  if (!checked.success)
    return {
      ok: false,
      diagnostics: checked.error.issues
        .flatMap((issue) => explain(issue, []))
        .map((problem) => diagnose(problem.path, problem.message, problem.hint, problem.what)),
    };
  const locate: LocatedDocument['locate'] = (path, what = 'value') => {
    const { line, col } = lines.linePos(offsetOf(document, path, what));
    return { line, column: col };
  };
  return { ok: true, value: { value: checked.data, locate, diagnose } };
}

/** The offset of the node at `path`, or of the nearest one around it. */
function offsetOf(document: Document.Parsed, path: Path, what: 'key' | 'value'): number {
  const last = path.at(-1);
  if (what === 'key' && last !== undefined) {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find(
          (item) => isPair(item) && String((item.key as { value?: unknown })?.value) === String(last),
        )
      : undefined;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
  }
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly what?: 'key' | 'value';
}

type Issue = z.core.$ZodIssue;

/** Says in plain words what the schema found. */
function explain(issue: Issue, prefix: Path): readonly Problem[] {
  const path = [...prefix, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(scenarioSchema, path);
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `unknown key '${key}', expected one of: ${listNames(known, 'none')}`,
        hint: didYouMean(key, known),
        what: 'key',
      }));
    }
    case 'invalid_union': {
      if (issue.errors.length === 0) {
        const options = 'options' in issue ? (issue.options as readonly string[]) : [];
        return [{ path, message: `expected one of: ${options.join(', ')}` }];
      }
      return likeliestBranch(issue.errors).flatMap((each) => explain(each, path));
    }
    case 'invalid_key':
      return [{ path, message: issue.issues[0]?.message ?? 'not a name', what: 'key' }];
    case 'invalid_value': {
      const values = issue.values.map(String);
      return [{ path, message: `expected one of: ${values.join(', ')}` }];
    }
    case 'invalid_type': {
      const missing = issue.input === undefined && issue.message.endsWith('undefined');
      return [
        missing
          ? { path: path.slice(0, -1), message: `the key '${String(path.at(-1))}' is missing` }
          : { path, message: issue.message.replace(/^Invalid input: /, '') },
      ];
    }
    default:
      return [{ path, message: issue.message.replace(/^Invalid input: /, '') }];
  }
}

/** Of the ways in which a value can be wrong, the one that its author is likeliest to have meant. */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const badness = (branch: readonly Issue[]): number =>
    branch.reduce(
      (sum, { code, path }) =>
        sum +
        (code === 'invalid_type' && path.length === 0
          ? 100
          : path.length === 1 && code === 'invalid_type'
            ? 2
            : 1),
      0,
    );
  const likeliest = branches.reduce((best, each) => (badness(each) < badness(best) ? each : best));
  const unknownKeys = likeliest.filter(({ code }) => code === 'unrecognized_keys');
  return unknownKeys.length > 0 ? unknownKeys : likeliest;
}

/** The keys that a mapping at `path` may have. */
function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  const def = (schema as z.ZodType).def as unknown as {
    type: string;
    innerType?: z.core.$ZodType;
    getter?: () => z.core.$ZodType;
    options?: readonly z.core.$ZodType[];
    shape?: Readonly<Record<string, z.core.$ZodType>>;
    element?: z.core.$ZodType;
    valueType?: z.core.$ZodType;
  };
  const [step, ...rest] = path;
  if (def.getter) return keysAt(def.getter(), path);
  if (def.innerType) return keysAt(def.innerType, path);
  if (def.options) return [...new Set(def.options.flatMap((option) => keysAt(option, path)))];
  if (step === undefined) return Object.keys(def.shape ?? {});
  const inner = def.shape?.[String(step)] ?? def.element ?? def.valueType;
  return inner ? keysAt(inner, rest) : [];
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
