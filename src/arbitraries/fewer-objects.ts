import type { ScenarioDocument } from '../scenario/index.js';

/** With fewer objects, or with less to them. What is still used of that is missed later. */
export function* withFewerObjects(document: ScenarioDocument): Generator<ScenarioDocument> {
  const { objects = {} } = document;
  for (const [name, declared] of Object.entries(objects)) {
    const { count = 1, initially = 0, fields = {}, shadow = {}, refcount, ...others } = declared;
    const withParts = (parts: Partial<typeof declared>): ScenarioDocument => {
      const all = { count, initially, fields, shadow, refcount, ...others, ...parts };
      const told = Object.entries(all).filter(([key, value]) => !isDefault(key, value));
      return { ...document, objects: { ...objects, [name]: Object.fromEntries(told) } };
    };
    if (initially > 0) yield withParts({ initially: initially - 1 });
    if (count > 1) yield withParts({ count: count - 1, initially: Math.min(initially, count - 1) });
    if (refcount !== undefined) {
      yield withParts({ refcount: undefined });
      if (refcount > 1) yield withParts({ refcount: refcount - 1 });
    }
    for (const key of Object.keys(fields)) yield withParts({ fields: without(fields, key) });
    for (const key of Object.keys(shadow)) yield withParts({ shadow: without(shadow, key) });
  }
}

function without<T>(record: Readonly<Record<string, T>>, dropped: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== dropped));
}

/** Whether that is what it is where nothing is said. */
function isDefault(key: string, value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === (key === 'count' ? 1 : 0);
}
