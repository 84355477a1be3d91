import wrapAnsi from 'wrap-ansi';

/** Breaks lines between words so that they fit into `width` columns; a word that is longer stays whole. */
export function wrap(text: string, width: number): string {
  return wrapAnsi(text, width, { trim: false });
}
