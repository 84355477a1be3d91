/**
 * What text of a user is replaced with before a person sees it: control characters would command the terminal, and
 * bidirectional formatting would show a text as another one (Boucher and Anderson, "Trojan Source", 2021).
 */
const dangerous = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
/** Selects a colour, and does nothing else. */
const colouring = new RegExp(`(${String.fromCodePoint(0x1b)}\\[\\d{1,3}m)`);

/**
 * A text that is safe to show: whatever is not, but for line breaks, is replaced.
 *
 * @param colour whether colours stay
 */
export function printable(text: string, colour = false): string {
  if (!colour) return text.replace(dangerous, (each) => (each === '\t' ? ' ' : '\ufffd'));
  return text
    .split(colouring)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
}

/** A value as a JSON document, in which what would not be safe to show is escaped: it reads as the same value. */
export function printableJson(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(
    dangerous,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
