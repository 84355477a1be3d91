import fc from 'fast-check';

const name = fc.constantFrom('f', 'g', 'h', 'run', 'open', 'constructor');

const statement = fc.oneof(
  name.map((each) => `${each}();`),
  fc.tuple(name, name).map(([one, other]) => `p->${one} = ${other};`),
  fc.tuple(name, name).map(([one, other]) => `${one}(x, ${other});`),
  name.map((each) => `p->${each}(1);`),
  name.map((each) => `int ${each};`),
  fc.constant('if (x) {'),
  fc.constant('}'),
);

const piece = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'static ', 'static inline ', '__init '),
      name,
      fc.array(statement, { maxLength: 5 }),
    )
    .map(([traits, each, body]) => `${traits}int ${each}(void)\n{\n${body.join('\n')}\n}`),
  fc.tuple(name, name).map(([one, other]) => `struct s t = { .${one} = ${other} };`),
  fc.tuple(name, name).map(([one, other]) => `#define ${one}(x) ${other}(x)`),
  fc.tuple(name, name).map(([one, other]) => `#define ${one} ${other}`),
  name.map((each) => `EXPORT_SYMBOL(${each});`),
  name.map((each) => `SYSCALL_DEFINE1(${each}, int, a) { f(); }`),
  fc.constantFrom('#if A', '#else', '#endif', '/* a', '*/', '"', '(', ')', '{', '}', ';'),
);

/** Texts that are C in places. */
export const textOfC = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('\n'));
