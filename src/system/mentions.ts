/** The names in some data that a reference, a constant or an initial value has: those of processes are among them. */
export function namesMentioned(data: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  collect(data, names);
  return names;
}

/** Whether a reference, a constant or an initial value is the name of a process. */
export function mentions(name: string, data: unknown): boolean {
  return namesMentioned(data).has(name);
}

function collect(data: unknown, names: Set<string>): void {
  if (Array.isArray(data)) {
    for (const each of data) collect(each, names);
    return;
  }
  if (typeof data !== 'object' || data === null) return;
  const add = (name: unknown): void => {
    if (typeof name === 'string') names.add(name);
  };
  if ('kind' in data && data.kind === 'named' && 'name' in data) add(data.name);
  if ('kind' in data && data.kind === 'constant' && 'value' in data) add(data.value);
  if ('initial' in data && Array.isArray(data.initial)) data.initial.forEach(add);
  for (const each of Object.values(data)) collect(each, names);
}
