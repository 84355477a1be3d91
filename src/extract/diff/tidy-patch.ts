/** A diff without what stands around it. */
interface TidyPatch {
  readonly lines: readonly string[];
  readonly problem?: { readonly line: number; readonly message: string };
}

const hunkHead = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const fileHead =
  /^(?:--- |\+\+\+ |diff --git |rename (?:from|to) |copy (?:from|to) |(?:new|deleted) file mode |(?:old|new) mode |Binary files |GIT binary patch)/;

/**
 * Keeps the heads of files, and of each hunk as many lines as its head says: what follows, such as the version of git below `-- ` in a
 * mail, is no part of it, and would be read as a deletion.
 */
export function tidyPatch(text: string): TidyPatch {
  const all = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const lines: string[] = [];
  for (let index = 0; index < all.length; ) {
    const line = all[index] ?? '';
    const hunk = hunkHead.exec(line);
    if (hunk) {
      const end = endOfHunk(all, index + 1, Number(hunk[1] ?? 1), Number(hunk[2] ?? 1));
      if (end === undefined)
        return {
          lines,
          problem: { line: index + 1, message: 'this hunk has fewer lines than its head says' },
        };
      // An editor that cuts blanks at the end of a line leaves nothing of an empty line of context.
      lines.push(...all.slice(index, end).map((each) => (each === '' ? ' ' : each)));
      index = end;
    } else {
      if (isFileHead(all, index)) lines.push(line);
      index += 1;
    }
  }
  return { lines };
}

/** A line of a mail may begin with `--- ` too: that of a file is followed by one with `+++ `. */
function isFileHead(all: readonly string[], index: number): boolean {
  const line = all[index] ?? '';
  if (line.startsWith('--- ')) return (all[index + 1] ?? '').startsWith('+++ ');
  if (line.startsWith('+++ ')) return (all[index - 1] ?? '').startsWith('--- ');
  return fileHead.test(line);
}

function endOfHunk(
  all: readonly string[],
  start: number,
  oldLines: number,
  newLines: number,
): number | undefined {
  let [oldLeft, newLeft, index] = [oldLines, newLines, start];
  for (; oldLeft > 0 || newLeft > 0; index++) {
    const line = all[index];
    const sign = line === '' ? ' ' : line?.[0];
    if (sign === ' ' || sign === '-') oldLeft -= 1;
    if (sign === ' ' || sign === '+') newLeft -= 1;
    if (oldLeft < 0 || newLeft < 0 || !(sign === ' ' || sign === '-' || sign === '+' || sign === '\\'))
      return undefined;
  }
  return all[index]?.startsWith('\\') ? index + 1 : index;
}
