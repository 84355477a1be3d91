/** What a token is: one of these, or the code of its only character. */
export const token = {
  end: 0,
  identifier: 1,
  arrow: 2,
  /** `==`, `!=`, `<=`, `>=`, `&&`, `||`. */
  comparison: 3,
  /** `+=` and its like. */
  assignment: 4,
  number: 5,
  text: 6,
  /** `##`, which makes one name of two. */
  paste: 7,
  /** A directive of the preprocessor begins; its word is the next token. */
  directive: 8,
  /** The line of a directive ends. */
  directiveEnd: 9,
  /** Bytes that no token of C begins with. */
  other: 10,
} as const;

/** The codes of the characters that are tokens by themselves, and mean something to the recogniser. */
export const sign = {
  ampersand: 38,
  openParenthesis: 40,
  closeParenthesis: 41,
  star: 42,
  comma: 44,
  dot: 46,
  colon: 58,
  semicolon: 59,
  equals: 61,
  question: 63,
  openIndex: 91,
  closeIndex: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;
