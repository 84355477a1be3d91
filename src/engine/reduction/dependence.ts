import { type Edge, processesWithRole, processIndex } from '../../system/index.js';
import {
  type Access,
  type Bits,
  bind,
  has,
  nothing,
  readAssignment,
  readExpression,
  type Scope,
  type VariableNumbers,
} from './access.js';

/** What some steps of one process depend on and change: variables, and from where to where the process moves. */
export interface Footprint extends Access {
  /** From and to, as numbers of locations, under a key of their own. Steps that leave a process where it is have none. */
  readonly moves: Map<string, readonly [number, number]>;
}

/** What a step of a process depends on and changes. */
export function accessOf(edge: Edge, process: number, numbers: VariableNumbers): Access {
  const access = nothing();
  const scope = scopeOf(edge, process, numbers);
  readExpression(edge.guard, scope, access);
  for (const { condition } of edge.assertions) readExpression(condition, scope, access);
  for (const assignment of edge.assignments) readAssignment(assignment, scope, access);
  return access;
}

export function scopeOf({ choice }: Edge, process: number, numbers: VariableNumbers): Scope {
  const own: Scope = { numbers, self: process, bound: new Map() };
  if (!choice) return own;
  const { system } = numbers;
  const chosen = processesWithRole(system, choice.role).map((name) => processIndex(system, name));
  return bind(own, choice.binder, chosen);
}

export function emptyFootprint(): Footprint {
  return { ...nothing(), moves: new Map() };
}

/** Of no steps at all. Nothing is ever added to it. */
export const noSteps: Readonly<Footprint> = emptyFootprint();

export function addMove(footprint: Footprint, from: number, to: number): void {
  if (from !== to) footprint.moves.set(`${from} ${to}`, [from, to]);
}

/**
 * Whether some steps are dependent on others, of another process: they depend on what the others change, or the reverse, or
 * both change the same.
 */
export function areDependent(
  one: Footprint,
  oneProcess: number,
  other: Footprint,
  otherProcess: number,
): boolean {
  if ((one.writes & (other.reads | other.writes)) !== 0n || (one.reads & other.writes) !== 0n) return true;
  return sees(other.sees.get(oneProcess), one.moves) || sees(one.sees.get(otherProcess), other.moves);
}

function sees(sets: ReadonlySet<Bits> | undefined, moves: Footprint['moves']): boolean {
  if (sets === undefined) return false;
  for (const set of sets)
    for (const [from, to] of moves.values()) if (has(set, from) !== has(set, to)) return true;
  return false;
}
