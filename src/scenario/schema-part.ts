import type { z } from 'zod';
import type { Path } from './locator.js';

/** A part of a document, with the schemas of what may stand there. */
export interface Part {
  readonly path: Path;
  readonly value: unknown;
  readonly schemas: readonly z.core.$ZodType[];
}

/** What a schema says of itself, as far as messages need it. */
interface Definition {
  readonly innerType?: z.core.$ZodType;
  readonly getter?: () => z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly discriminator?: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
}

/** The part of a part that a key or an index names. */
export function enter(part: Part, step: PropertyKey): Part {
  const { value } = part;
  const schemas = optionsOf(part).flatMap(({ shape, element, valueType }) => {
    const key = String(step);
    const inner = (shape && Object.hasOwn(shape, key) ? shape[key] : undefined) ?? element ?? valueType;
    return inner ? [unwrap(inner)] : [];
  });
  return {
    path: [...part.path, step],
    value:
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? Reflect.get(value, step)
        : undefined,
    schemas,
  };
}

/** What the schemas of a part say, with unions taken apart. Where the value decides for an option, that is it. */
export function optionsOf({ schemas, value }: Part): readonly Definition[] {
  return schemas.flatMap((schema) => {
    const definition = definitionOf(unwrap(schema));
    const { options, discriminator } = definition;
    if (!options) return [definition];
    const meant = options.filter((option) => isMeant(option, value, discriminator));
    return optionsOf({ path: [], value, schemas: meant.length > 0 ? meant : options });
  });
}

/** Whether a value will have been meant to be that: a list is a list, and the first key of a mapping tells its kind. */
export function isMeant(option: z.core.$ZodType, value: unknown, discriminator?: string): boolean {
  const { shape, element } = definitionOf(unwrap(option));
  if (Array.isArray(value)) return element !== undefined;
  if (shape === undefined || typeof value !== 'object' || value === null) return false;
  const key = discriminator ?? Object.keys(shape)[0] ?? '';
  if (!Object.hasOwn(value, key)) return false;
  const schema = shape[key] as z.ZodType;
  return discriminator === undefined || schema.safeParse(Reflect.get(value, key)).success;
}

/** The options of the union of so many that a part may be. */
export function unionOf({ schemas }: Part, count: number): readonly z.core.$ZodType[] | undefined {
  return schemas
    .map((schema) => definitionOf(unwrap(schema)).options)
    .find((options) => options?.length === count);
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const { innerType, getter } = definitionOf(schema);
  const inner = innerType ?? getter?.();
  return inner ? unwrap(inner) : schema;
}

function definitionOf(schema: z.core.$ZodType): Definition {
  return (schema as z.ZodType).def as Definition;
}
