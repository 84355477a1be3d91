import type { Value } from '../system/index.js';
import { alwaysCarries, type Layout, type Storage, setOf } from './layout.js';
import { comment } from './text.js';

type Stored = Exclude<Storage, { kind: 'constant' }>;

/** The variables of the exported system, with what they hold at the start. */
export function declarationsOf(layout: Layout): readonly string[] {
  const { system } = layout;
  return [
    ...system.variables.flatMap(({ name, initial, role }) => {
      const storage = layout.storageOf(name);
      if (storage.kind === 'constant') return [];
      const whose = role === undefined ? '' : ` of each ${role}`;
      return [
        `${declare(storage, () => codeOf(storage, initial[0] as Value))}  ${comment(`${name}${whose}`)}`,
      ];
    }),
    ...[...layout.askedLabels].flatMap(([label, storage]) => {
      if (storage.kind === 'constant') return [];
      const isAtFirst = (number: number): number => Number(startsAt(layout, number, label));
      return [`${declare(storage, isAtFirst)}  ${comment(`who stands at: ${label}`)}`];
    }),
  ];
}

/** The number that a value is written as. */
export function codeOf({ coding }: Stored, value: Value): number {
  return Number(coding.encode(value)?.constant ?? 0);
}

function declare(storage: Stored, initially: (owner: number) => number): string {
  const { identifier, kind, owners, sort, coding } = storage;
  if (kind === 'set') {
    const set = setOf(owners.filter((each) => initially(each) === 1));
    return `unsigned ${identifier} : ${Math.max(...owners) + 1}${set === 0 ? '' : ` = ${set}`};`;
  }
  const first = initially(owners[0] ?? 0);
  const shown = coding.kind === 'boolean' ? String(first === 1) : String(first);
  const value = first === 0 ? '' : ` = ${shown}`;
  const [least, greatest] = boundsOf(storage);
  if (kind === 'scalar') {
    if (sort.kind === 'boolean') return `bool ${identifier}${value};`;
    return least < 0 || greatest > maximumUnsigned
      ? `${wordFor(least, greatest)} ${identifier}${value};`
      : `unsigned ${identifier} : ${bitsFor(greatest)}${value};`;
  }
  const type = sort.kind === 'boolean' ? 'bool' : wordFor(least, greatest);
  return `${type} ${identifier}[${Math.max(...owners) + 1}]${value};`;
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
