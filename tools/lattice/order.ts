/** A question of which of two models is stronger: what tells a pair apart. */
export interface Comparison {
  readonly models: readonly string[];
  /** Whether something was found that the first violates and the second does not. */
  isViolatedWhereOtherIsNot(first: string, second: string): boolean;
}

/** Models that nothing was found to tell apart. */
export type Class = readonly string[];

/** That every scenario which violates the stronger class violates the weaker one, and some other one too. */
export interface Edge {
  readonly stronger: Class;
  readonly weaker: Class;
}

/** A partial order: its classes, from the strongest down, and the edges that follow from no others. */
export interface Order {
  readonly classes: readonly Class[];
  readonly edges: readonly Edge[];
}

/**
 * The order in which one is above another if nothing violates it that does not violate the other.
 *
 * @throws Error when that is no order: where some pairs are compared in more properties than others, it need not be one
 */
export function orderOf({ models, isViolatedWhereOtherIsNot: separates }: Comparison): Order {
  const atLeast = (one: string, other: string): boolean => !separates(one, other);
  for (const one of models)
    for (const other of models)
      for (const third of models)
        if (atLeast(one, other) && atLeast(other, third) && !atLeast(one, third))
          throw new Error(
            `'${one}' is above '${other}', and that above '${third}', but not the first above the last`,
          );
  const classes: string[][] = [];
  for (const model of models) {
    const same = classes.find(
      ([first]) => first !== undefined && atLeast(first, model) && atLeast(model, first),
    );
    if (same) same.push(model);
    else classes.push([model]);
  }
  const isAbove = (one: Class, other: Class): boolean =>
    one !== other && atLeast(first(one), first(other)) && !atLeast(first(other), first(one));
  const edges = classes.flatMap((stronger) =>
    classes
      .filter(
        (weaker) =>
          isAbove(stronger, weaker) &&
          !classes.some((between) => isAbove(stronger, between) && isAbove(between, weaker)),
      )
      .map((weaker) => ({ stronger, weaker })),
  );
  const height = (each: Class): number => classes.filter((other) => isAbove(other, each)).length;
  return { classes: [...classes].sort((one, other) => height(one) - height(other)), edges };
}

export function first(models: Class): string {
  const [model] = models;
  if (model === undefined) throw new Error('a class has a model');
  return model;
}
