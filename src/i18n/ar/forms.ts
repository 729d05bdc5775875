/** Counted nouns that stand in more than one area. */

export const tokens = {
  zero: '0 رمز',
  one: 'رمز واحد',
  two: 'رمزين',
  few: '# رموز',
  many: '# رمزًا',
  other: '# رمز',
};
