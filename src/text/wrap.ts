import wrapAnsi from 'wrap-ansi';

/**
 * Breaks lines between words so that they fit into `width` columns, each with the indentation of the first. A word
 * that is longer stays whole.
 */
export function wrap(text: string, width: number): string {
  const [indentation = ''] = /^ */.exec(text) ?? [];
  return wrapAnsi(text.slice(indentation.length), width - indentation.length).replaceAll(/^/gm, indentation);
}
