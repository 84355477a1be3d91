import type { Place } from '../lower/index.js';
import type { Version } from '../relate/index.js';
import { dataLines } from './data-lines.js';
import type { Draft } from './draft.js';
import type { DraftFunction } from './draft-function.js';
import { type DraftLines, indented, plainLines, printLine } from './line.js';
import { keyedBody } from './statement-lines.js';
import { syscallLines, taskLines } from './task-lines.js';

/** What the head of a draft says of where it comes from. */
export interface DraftSource {
  readonly title: string;
  readonly source: string;
  /** By function: the file that defines it. */
  readonly fileOf: (name: string) => string;
  /** What was assumed, a sentence each. */
  readonly assumptions: readonly string[];
}

/** A scenario file that was drafted, and where in C its lines come from. */
export interface PrintedDraft {
  readonly text: string;
  /** By line of the text, from 1: the line of C, as `af_key.c:1717`, in which version of the file. */
  readonly places: ReadonlyMap<number, { readonly version: Version; readonly place: string }>;
}

/** A line, in the body of one version. */
type VersionLine = DraftLines[number] & { readonly version?: Version };

/** The text of a draft: a scenario file, with where in C each statement comes from. */
export function printDraft(draft: Draft, source: DraftSource): PrintedDraft {
  const lines: readonly VersionLine[] = [
    ...plainLines(
      '# A draft by klpcheck extract. Behind each statement stands where it comes from: of the old file in an old body,',
      '# of the new file in a new one.',
      ...(source.assumptions.length === 0
        ? []
        : ['# It assumes:', ...source.assumptions.map((each) => `# - ${each}`)]),
      `scenario: ${JSON.stringify(source.title)}`,
      `source: ${JSON.stringify(source.source)}`,
    ),
    ...section('locks', plainLines(...[...draft.locks].map(([name, kind]) => `${name}: ${kind}`))),
    ...plainLines(...(draft.events.length === 0 ? [] : [`events: [${draft.events.join(', ')}]`])),
    ...section('data', dataLines(draft)),
    ...section(
      'functions',
      draft.functions.flatMap((each) => functionLines(each, source.fileOf(each.name))),
    ),
    ...section('syscalls', syscallLines(draft)),
    ...section('tasks', taskLines(draft)),
  ];
  return {
    text: `${lines.map(printLine).join('\n')}\n`,
    places: new Map(
      lines.flatMap(({ place, version = 'new' }, index) =>
        place === undefined ? [] : [[index + 1, { version, place }]],
      ),
    ),
  };
}

function section(key: string, lines: readonly VersionLine[]): readonly VersionLine[] {
  return lines.length === 0 ? [] : [...plainLines(`${key}:`), ...indented(lines)];
}

function functionLines(
  { name, bodies, isPatched, signature }: DraftFunction,
  file: string,
): readonly VersionLine[] {
  const place = (at: Place): string => {
    const whole = at.file ?? file;
    return `${whole.slice(whole.lastIndexOf('/') + 1)}:${at.line}`;
  };
  const lines = (key: string, version: Version): readonly VersionLine[] => {
    const body = bodies[version];
    const chosen = plainLines(
      ...(body?.conditions ?? []).map(
        ({ name: condition }) => `- either: [[set ${condition} no], [set ${condition} yes]]`,
      ),
    );
    const [head, ...rest] = keyedBody(key, body?.steps ?? [], place);
    const all =
      chosen.length === 0 && head
        ? [head, ...rest]
        : [...plainLines(`${key}:`), ...indented(chosen), ...rest];
    return all.map((line) => ({ ...line, version }));
  };
  if (!isPatched) return lines(name, bodies.new ? 'new' : 'old');
  const signatures = signature
    ? [`signature: { old: ${JSON.stringify(signature.old)}, new: ${JSON.stringify(signature.new)} }`]
    : [];
  return [
    { text: `${name}:`, comment: file === '' ? 'whoever they are, they are replaced too' : file },
    ...indented([...lines('old', 'old'), ...lines('new', 'new'), ...plainLines(...signatures)]),
  ];
}
