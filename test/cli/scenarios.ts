/** Two locks, taken in the other order by the patch. The last statement of the new body is on line 7. */
export const lockOrder = `scenario: lock order
summary: The patch takes two locks in the other order.
locks: [A, B]
functions:
  update:
    old: [lock A, lock B, unlock B, unlock A]
    new: [lock B, lock A, unlock A, unlock B]
syscalls: { write: [call update] }
tasks:
  writer: { kind: user, count: 2, runs: [write] }
`;

/** The same, with verdicts that are right. */
export const expectedLockOrder = `${lockOrder}expect:
  simple: { deadlock-freedom: holds }
  kgraft: { deadlock-freedom: violated, atomic-switch: violated }
`;

/** One task: nothing can go wrong, and nothing deadlocks. */
export const harmless = `scenario: harmless
functions: { f: { old: [], new: [] } }
syscalls: { s: [call f] }
tasks: { t: { kind: user, runs: [s] } }
`;

/** So many states that no test waits for the last one, where nothing is reduced. Old and new bodies run at once early on. */
export const endless = `scenario: endless
locks: [A, B, C]
functions:
  update:
    old: [lock A, lock B, lock C, unlock C, unlock B, unlock A]
    new: [lock C, lock B, lock A, unlock A, unlock B, unlock C]
syscalls: { write: [call update] }
tasks:
  reader: { kind: user, count: 3, runs: [write] }
  writer: { kind: user, count: 3, runs: [write] }
expect:
  kgraft: { atomic-switch: violated }
`;
