import wrapAnsi from 'wrap-ansi';

/** What hangs so deeply that less would be left is not indented so far. */
const narrowest = 24;

/**
 * A text after a lead, such as a number or a bullet. It is broken between words so that it fits into `width` columns;
 * further lines begin where the first does, if that leaves enough room.
 *
 * @param leadWidth how many columns the lead takes
 */
export function hang(lead: string, leadWidth: number, text: string, width: number): string {
  const isRoomy = width - leadWidth >= narrowest;
  const indentation = ' '.repeat(isRoomy ? leadWidth : Math.min(leadWidth, 2));
  const lines = wrapAnsi(text, width - (isRoomy ? leadWidth : indentation.length)).replaceAll(
    '\n',
    `\n${indentation}`,
  );
  return isRoomy ? lead + lines : `${lead.trimEnd()}\n${indentation}${lines}`;
}
