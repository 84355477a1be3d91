import { type AmpleCondition, type AmpleLocation, type Bits, has } from '../reduction/index.js';
import { conjunction, type GenerationContext, generateCondition, generateStandsAt } from './expression.js';

/** An int32 holds so many observers. */
const observersPerWord = 31;

/** The name of the variable that says of some observers whether their question is still open, and the bit of one. */
function openBit(observer: number): readonly [number, number] {
  return [Math.floor(observer / observersPerWord), 2 ** (observer % observersPerWord)];
}

/** How many variables `open0`, `open1`, … there are. */
export function openWords(observers: number): number {
  return Math.max(1, Math.ceil(observers / observersPerWord));
}

/** Puts bits for some observers into as many int32s as {@link openWords} says. */
export function openBits(observers: number, isOpen: (observer: number) => boolean): Int32Array {
  const words = new Int32Array(openWords(observers));
  for (let observer = 0; observer < observers; observer++) {
    const [word, bit] = openBit(observer);
    if (isOpen(observer)) words[word] = (words[word] as number) | bit;
  }
  return words;
}

/** Source of the condition that the steps of a process are ample. @param context in which the process takes the step */
export function generateAmpleCondition(
  { others, observers, unchanged }: AmpleCondition,
  context: GenerationContext,
): string {
  return conjunction([
    ...unchanged.map(({ name, of, value }) =>
      generateCondition(
        { kind: 'equal', left: { kind: 'variable', name, ...(of && { of }) }, right: value },
        context,
      ),
    ),
    standAt(others, context),
    ...observers.map(({ numbers, others: places }) => {
      const closed = noneOpen(numbers);
      return places === undefined ? closed : `(${closed} || ${standAt(places, context)})`;
    }),
  ]);
}

/** Source of the condition that no observer looks for anything where the process stands. */
export function generateUnobserved({ observedBy }: AmpleLocation): string {
  return noneOpen(observedBy);
}

function noneOpen(observers: readonly number[]): string {
  const masks = new Map<number, number>();
  for (const observer of observers) {
    const [word, bit] = openBit(observer);
    masks.set(word, (masks.get(word) ?? 0) | bit);
  }
  return conjunction([...masks].map(([word, mask]) => `(open${word} & ${mask}) === 0`));
}

function standAt(places: ReadonlyMap<number, Bits>, context: GenerationContext): string {
  return conjunction(
    [...places].map(([process, bits]) => {
      const { locations } = context.system.processes[process]?.template.graph ?? { locations: [] };
      return generateStandsAt(
        process,
        locations.flatMap((_, index) => (has(bits, index) ? [index] : [])),
        context,
      );
    }),
  );
}
