/** Replaces a part of a text by blanks, as many as it had characters. Line ends stay, so that every position does. */
export function blanked(part: string): string {
  return part.replace(/[^\n]/g, ' ');
}

/** Replaces what an expression finds, and keeps the length: what is shorter is filled up with blanks. */
export function replaceKeeping(
  text: string,
  pattern: RegExp,
  replacement: (...match: string[]) => string,
): string {
  return text.replace(pattern, (...given: unknown[]) => {
    const match = given.filter((each): each is string => typeof each === 'string');
    const [whole = ''] = match;
    const put = replacement(...match);
    return put.length <= whole.length ? fill(put, whole) : blanked(whole);
  });
}

/** Where the original has line ends behind what was put, they stay. */
function fill(put: string, whole: string): string {
  return put + blanked(whole.slice(put.length));
}
