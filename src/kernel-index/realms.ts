/** Which code is linked with which: programs that stand beside the kernel are not, nor are two architectures. */
export class Realms {
  private readonly realmOfFile: readonly string[];

  /** @param architecture of which the code counts; that of others is as if it were not there */
  constructor(
    paths: readonly string[],
    private readonly architecture: string,
  ) {
    this.realmOfFile = paths.map(realmOf);
  }

  /** Whether what stands in one file can be linked with what stands in another one. */
  areLinked(one: number, other: number): boolean {
    const [a, b] = [this.realmOfFile[one] ?? generic, this.realmOfFile[other] ?? generic];
    if (a === b) return true;
    if (a === programs || b === programs) return false;
    return a === generic ? this.isBuilt(b) : b === generic && this.isBuilt(a);
  }

  private isBuilt(realm: string): boolean {
    return realm === this.architecture;
  }
}

const generic = '';
const programs = 'programs';
const programFolders = new Set(['tools', 'scripts', 'Documentation', 'usr']);

function realmOf(path: string): string {
  const [first = '', second = ''] = path.split('/', 2);
  if (first === 'arch') return second;
  return programFolders.has(first) ? programs : generic;
}
