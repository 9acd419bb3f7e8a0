/** Limits of Azure AI Language: "Project limits" and "Naming limits" of custom text classification. */
const projectName = /^[A-Za-z0-9_.-]{1,50}$/;
const classNameLength = 50;
const forbiddenInClass = /[:$&%*()+~#/?]/;
const longestName = 100;
/** Names that Windows keeps for devices, whatever their ending. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** What Azure would refuse; nothing is changed for it. */
export function azureNameWarnings(project: string, classes: readonly string[]): readonly string[] {
  const warnings: string[] = [];
  if (!projectName.test(project)) {
    warnings.push(
      `Azure would refuse the project's name "${project}": letters, digits, "_", "." and "-", 50 at most.`,
    );
  }
  const refused = classes.filter((name) => name.length > classNameLength || forbiddenInClass.test(name));
  if (refused.length > 0) {
    warnings.push(
      `Azure would refuse ${refused.length === 1 ? 'the name of a class' : `the names of ${refused.length} classes`} (50 characters at most, none of : $ & % * ( ) + ~ # / ?): ${refused
        .slice(0, 10)
        .map((name) => `"${name}"`)
        .join(', ')}.`,
    );
  }
  return warnings;
}

/** Gives every document a file name of letters and digits, each once whatever the case; `doc1.txt` stays `doc1.txt`. */
export class AzureLocations {
  readonly #taken = new Set<string>();
  /** By name: the copy to try next. */
  readonly #copies = new Map<string, number>();
  #changed = 0;

  of(id: string): string {
    const base = id
      .replace(/\.txt$/i, '')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, longestName);
    const legal = base === '' || deviceName.test(base) ? `document${base}` : base;
    const key = legal.toLowerCase();
    let location = `${legal}.txt`;
    let copy = this.#copies.get(key) ?? 2;
    for (; this.#taken.has(location.toLowerCase()); copy += 1) location = `${legal}x${copy}.txt`;
    if (copy > 2) this.#copies.set(key, copy);
    this.#taken.add(location.toLowerCase());
    if (location !== id) this.#changed += 1;
    return location;
  }

  /** Documents whose name is not their id. */
  get changed(): number {
    return this.#changed;
  }
}
