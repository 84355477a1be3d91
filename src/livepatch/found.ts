/** What is declared by that name. @throws Error where nothing is: the parser has looked names up */
export function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`nothing is declared as '${name}'`);
  return value;
}
