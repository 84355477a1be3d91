import type { Cell } from '../check/index.js';
import type { Assumption, Extraction } from '../extract/index.js';
import type { Property } from '../livepatch/index.js';

/** What a person may do with a verdict: take it, look at it, or answer what it asks. */
export type Trust =
  /** It follows from what the code says: signatures, locks and their order. */
  | 'fact'
  /** It follows if the draft has understood what the code is for. */
  | 'likely'
  /** It follows if a person says so. */
  | 'needs a yes';

/** What old and new code do to each other, worst first. */
export type Judgement =
  /** A draft that one version violates all by itself says nothing. */
  | 'too-coarse'
  | 'inconclusive'
  /** Whether data means the same in both versions is not in the code. */
  | 'person'
  /** A call from one version to the other breaks. */
  | 'breaks-when-mixed'
  /** Until the transition ends, the old code is as unsafe as it was. */
  | 'late'
  /** Nothing that the diff touches is in the way of the other version. */
  | 'harmless';

export interface Finding {
  readonly property: Property;
  /** Violated ones. */
  readonly cells: readonly Cell[];
  readonly places: Extraction['places'];
  readonly trust: Trust;
  /** Whether the only harm is that the fix is not in effect yet. */
  readonly isLate: boolean;
  readonly restsOn: readonly Assumption[];
}

/** What was found of a draft, and where in C its lines come from. */
export interface Searched {
  readonly cells: readonly Cell[];
  readonly places: Extraction['places'];
}

interface Found {
  readonly cells: readonly Cell[];
  /** Properties of which a violation says nothing. */
  readonly silent: ReadonlySet<Property>;
  readonly extraction: Extraction;
  /** What one kind of ghost says alone, where the draft has both. */
  readonly sections: Searched | undefined;
  readonly contracts: Searched | undefined;
}

const isViolated = ({ verdict }: Cell): boolean =>
  verdict.kind === 'violated' && verdict.origin === undefined;

export function findingsOf({ cells, silent, extraction, sections, contracts }: Found): readonly Finding[] {
  const violated = cells.filter((cell) => isViolated(cell) && !silent.has(cell.property));
  const properties = [...new Set(violated.map(({ property }) => property))];
  const { context } = extraction.draft;
  const restingOn = (...kinds: readonly Assumption['kind'][]): readonly Assumption[] =>
    extraction.assumptions.filter(({ kind }) => kinds.includes(kind));
  const { places } = extraction;
  return properties.flatMap((property): readonly Finding[] => {
    const its = violated.filter((cell) => cell.property === property);
    if (property.name !== 'data-compatibility')
      return [
        {
          property,
          cells: its,
          places,
          trust: 'fact',
          isLate: false,
          restsOn: restingOn('locks-of-callers', 'unread'),
        },
      ];
    // Where the draft has ghosts of one kind only, what it says is about these.
    const all: Searched = { cells: its, places };
    const none: Searched = { cells: [], places };
    const isAboutSections = context.protections.length > 0;
    const broken = contracts ?? (isAboutSections ? none : all);
    const late = sections ?? (isAboutSections ? all : none);
    // The old code was safe where it had another lock: together, neither is.
    const isLate = context.protections.every(({ insteadOf }) => insteadOf.size === 0);
    return [
      { ...broken, property, trust: 'needs a yes' as const, isLate: false, restsOn: restingOn('contract') },
      { ...late, property, trust: 'likely' as const, isLate, restsOn: restingOn('sections', 'unread') },
    ]
      .map((finding) => ({ ...finding, cells: finding.cells.filter(isViolated) }))
      .filter((finding) => finding.cells.length > 0);
  });
}

export function judge(
  findings: readonly Finding[],
  {
    tooCoarse,
    unsearched,
    cells,
    extraction,
  }: {
    readonly tooCoarse: ReadonlyMap<Property, unknown>;
    readonly unsearched: ReadonlySet<Property>;
    readonly cells: readonly Cell[];
    readonly extraction: Extraction;
  },
): Judgement {
  if (extraction.assumptions.some(({ kind }) => kind === 'meaning')) return 'person';
  if (findings.some(({ isLate }) => !isLate)) return 'breaks-when-mixed';
  if (tooCoarse.size > 0) return 'too-coarse';
  if (unsearched.size > 0 || cells.some(({ verdict }) => verdict.kind === 'inconclusive'))
    return 'inconclusive';
  return findings.length > 0 ? 'late' : 'harmless';
}
