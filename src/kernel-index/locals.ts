/** The variables of the function that is read, as numbers of names: what hides a function of the same name. */
export class Locals {
  private stamps = new Int32Array(1 << 12);
  private scope = 1;
  private scopes = 1;
  private readonly outer: number[] = [];

  add(name: number): void {
    if (name >= this.stamps.length) {
      const larger = new Int32Array(Math.max(name + 1, this.stamps.length * 2));
      larger.set(this.stamps);
      this.stamps = larger;
    }
    this.stamps[name] = this.scope;
  }

  has(name: number): boolean {
    return name < this.stamps.length && this.stamps[name] === this.scope;
  }

  /** From here on, there are none. */
  forget(): void {
    this.scope = ++this.scopes;
  }

  /** In a macro, there are those of the macro, until {@link leave}. */
  enter(): void {
    this.outer.push(this.scope);
    this.forget();
  }

  leave(): void {
    this.scope = this.outer.pop() ?? ++this.scopes;
  }
}
