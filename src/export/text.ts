/** A comment of one line, whatever it says. */
export function comment(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('*/', '* /').replaceAll('/*', '/ *');
  return `/* ${line} */`;
}

/** Indents every line that is not empty. */
export function indent(lines: readonly string[], by = '  '): readonly string[] {
  return lines.map((line) => (line === '' ? line : `${by}${line}`));
}
