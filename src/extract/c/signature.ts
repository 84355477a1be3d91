import { type CNode, descendants, plainText } from './node.js';

/** What a caller must know of a function. */
export interface Signature {
  readonly returns: string;
  readonly parameters: readonly Parameter[];
  readonly isVariadic: boolean;
}

export interface Parameter {
  /** Without qualifiers, a pointer with its `*`. */
  readonly type: string;
  readonly name: string;
}

/** @param head the text in front of the body, which begins with what is returned */
export function signatureOf(declarator: CNode, head: string): Signature {
  const list = declarator.fields.get('parameters')?.children ?? [];
  const name = declarator.fields.get('declarator')?.text ?? '';
  const inFront = head.slice(0, Math.max(0, head.search(new RegExp(`\\b${name}\\s*\\(`))));
  return {
    returns: plainType(inFront.replace(attributes, ' ')),
    parameters: list.filter(({ type: kind }) => kind === 'parameter_declaration').flatMap(parameterOf),
    isVariadic: list.some(({ type: kind }) => kind === 'variadic_parameter'),
  };
}

/** What begins with two underscores and is no type. */
const attributes = /\b__(?!(?:u|s|be|le)\d+\b|\w+_t\b|w?sum\d*\b)\w+/g;

function parameterOf(node: CNode): readonly Parameter[] {
  const type = node.fields.get('type')?.text ?? '';
  const declarator = node.fields.get('declarator');
  if (type === 'void' && !declarator) return [];
  const text = declarator?.text ?? '';
  const isPointer = /[*[]/.test(text) || declarator?.type === 'function_declarator';
  const name = declarator
    ? [...descendants(declarator)].find((each) => each.type === 'identifier')?.text
    : undefined;
  return [{ type: plainType(type) + (isPointer ? '*' : ''), name: name ?? '' }];
}

function plainType(type: string): string {
  return plainText(type.replace(/\b(?:const|volatile|static|inline|extern|register)\b/g, ' '));
}

/** As it is written where it is called: `f(sk, *preg)`. */
export function printSignature(name: string, { parameters, isVariadic }: Signature): string {
  return `${name}(${[...parameters.map((each) => each.name || each.type), ...(isVariadic ? ['...'] : [])].join(', ')})`;
}

/** How two signatures differ for a caller that was compiled for the other; empty where it would notice nothing. */
export function abiDifferences(one: Signature, other: Signature): readonly string[] {
  const [ones, others] = [one.parameters, other.parameters];
  if (ones.length !== others.length) return [`${ones.length} parameters, then ${others.length}`];
  const changed = ones.flatMap(({ type, name }, index) => {
    const then = others[index];
    return then && !isSameClass(classOf(type), classOf(then.type))
      ? [`parameter ${index + 1} (${name || type}): ${type}, then ${then.type}`]
      : [];
  });
  return [...changed, ...orderDifference(ones, others), ...returnDifference(one.returns, other.returns)];
}

function orderDifference(ones: readonly Parameter[], others: readonly Parameter[]): readonly string[] {
  const [names, then] = [ones.map(({ name }) => name), others.map(({ name }) => name)];
  const isReordered = names.join() !== then.join() && [...names].sort().join() === [...then].sort().join();
  return isReordered ? [`the order of parameters: ${names.join(', ')}, then ${then.join(', ')}`] : [];
}

function returnDifference(one: string, other: string): readonly string[] {
  return isSameClass(classOf(one), classOf(other)) ? [] : [`it returns ${one}, then ${other}`];
}

/** What a type is to a calling convention: a width, or a pointer and to what. */
function classOf(type: string): string {
  if (type.endsWith('*')) {
    const to = /^(?:struct|union) ?(\w+)/.exec(type)?.[1];
    return to === undefined ? 'pointer' : `pointer ${to}`;
  }
  if (type === 'void') return 'void';
  if (/^(?:struct|union)\b/.test(type)) return type;
  if (
    /\b(?:long|size_t|ssize_t|u64|s64|__u64|__s64|__[bl]e64|loff_t|sector_t|uintptr_t|ktime_t|dma_addr_t|phys_addr_t)\b/.test(
      type,
    )
  )
    return 'eight bytes';
  // Up to four bytes take one register, whatever their sign is.
  if (
    /^(?:enum\b.*|(?:un)?signed.*|int|char|short|bool|_Bool|__?[us](?:8|16|32)|[us](?:8|16|32)|__[bl]e(?:16|32)|gfp_t|umode_t|pid_t|fmode_t|netdev_tx_t|irqreturn_t|vm_fault_t|blk_status_t|\w*_t)$/.test(
      type,
    )
  )
    return 'four bytes';
  return type;
}

/** To pass for a `void *` what is a pointer to something is no difference. */
function isSameClass(one: string, other: string): boolean {
  if (one === other) return true;
  return [one, other].includes('pointer') && one.startsWith('pointer') && other.startsWith('pointer');
}
