import type { Value } from '../system/index.js';
import { alwaysCarries, type Layout, type Storage } from './layout.js';
import { setOf } from './set-term.js';
import { comment } from './text.js';

type Stored = Exclude<Storage, { kind: 'constant' }>;

/** The variables of the exported system, with what they hold at the start. */
export function declarationsOf(layout: Layout): readonly string[] {
  const { system } = layout;
  return [
    ...system.variables.flatMap(({ name, initial: [initial], role }) => {
      const storage = layout.storageOf(name);
      if (storage.kind === 'constant' || initial === undefined) return [];
      const whose = role === undefined ? '' : ` of each ${role}`;
      return [`${declare(storage, () => initial)}  ${comment(`${name}${whose}`)}`];
    }),
    ...[...layout.askedLabels].flatMap(([label, storage]) => {
      if (storage.kind === 'constant') return [];
      return [
        `${declare(storage, (number) => startsAt(layout, number, label))}  ${comment(`who stands at: ${label}`)}`,
      ];
    }),
  ];
}

/** The number that a value is written as. */
export function codeOf({ coding }: Stored, value: Value): number {
  return Number(coding.encode(value)?.constant ?? 0);
}

function declare(storage: Stored, initially: (owner: number) => Value): string {
  const { identifier, kind, owners, sort, coding } = storage;
  const size = Math.max(...owners, 0) + 1;
  if (kind === 'set') {
    const set = setOf(owners.filter((each) => codeOf(storage, initially(each)) === 1));
    return `unsigned ${identifier} : ${size}${set === 0 ? '' : ` = ${set}`};`;
  }
  const first = initially(owners[0] ?? 0);
  const value = codeOf(storage, first) === 0 ? '' : ` = ${coding.encode(first)?.text}`;
  const [least, greatest] = boundsOf(storage);
  if (kind === 'array') return `${wordFor(least, greatest)} ${identifier}[${size}]${value};`;
  if (sort.kind === 'boolean') return `bool ${identifier}${value};`;
  return least < 0 || greatest > maximumUnsigned
    ? `${wordFor(least, greatest)} ${identifier}${value};`
    : `unsigned ${identifier} : ${bitsFor(greatest)}${value};`;
}

/** A field of all 32 bits would be a word. */
const maximumUnsigned = 2 ** 31 - 1;

function boundsOf({ sort, coding }: Stored): readonly [number, number] {
  if (sort.kind === 'range') return [sort.low, sort.high];
  const codes = coding.values.map((each) => Number(coding.encode(each)?.constant));
  return [0, Math.max(1, ...codes)];
}

function wordFor(least: number, greatest: number): string {
  if (least >= 0 && greatest < 2 ** 8) return 'byte';
  return least >= -(2 ** 15) && greatest < 2 ** 15 ? 'short' : 'int';
}

function bitsFor(greatest: number): number {
  return 32 - Math.clz32(greatest);
}

function startsAt(layout: Layout, number: number, label: string): boolean {
  const template = layout.templateOf(number);
  const { graph } = template;
  return (
    alwaysCarries(template, label) ??
    graph.locations.find(({ name }) => name === graph.initial)?.labels.includes(label) === true
  );
}
