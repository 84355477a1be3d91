import { blanked } from './blank.js';

const commentsAndTexts =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** The same text, of the same length, without its comments; of texts in quotes, only the quotes stay. */
export function withoutComments(text: string): string {
  return text.replace(commentsAndTexts, (part) =>
    part.startsWith('/')
      ? blanked(part)
      : part.startsWith("'")
        ? `'${'x'.repeat(Math.min(1, part.length - 2))}'${' '.repeat(Math.max(0, part.length - 3))}`
        : `"${part.slice(1, -1).replace(/[^\n]/g, 'x')}"`,
  );
}
