import { z } from 'zod';

/** Names stand in statements and formulas, and are arguments on command lines. */
export const nameText = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const expectedName = 'expected a name: a letter from A to Z or a to z, then such letters, digits, _, - or .';
export const name = z.string().regex(nameText, expectedName);

/** A part of the object that a reference names: `sk->lock`. */
export const pathText = /[A-Za-z_][A-Za-z0-9_.-]*(->[A-Za-z_][A-Za-z0-9_.-]*)+/;

/** A name, or a text of another form. */
export function nameOr(other: RegExp): z.ZodString {
  return z.string().regex(new RegExp(`${nameText.source}|^${other.source}$`), expectedName);
}

/** Texts are shown on terminals and written into XML, neither of which takes control characters. */
export const line = z.string().regex(/^\P{Cc}+$/u, 'expected one line of text, without control characters');
