import { z } from 'zod';

/** Names stand in statements and formulas, and are arguments on command lines. */
export const nameText = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
export const name = z
  .string()
  .regex(nameText, 'expected a name: a letter from A to Z or a to z, then such letters, digits, _, - or .');
