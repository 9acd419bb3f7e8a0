/** Languages offered for projects and documents (BCP 47 tags), those of the world's largest written use. */
const tags = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'cs',
  'sk',
  'hu',
  'ro',
  'bg',
  'el',
  'sv',
  'da',
  'nb',
  'fi',
  'et',
  'lv',
  'lt',
  'uk',
  'ru',
  'tr',
  'ar',
  'he',
  'fa',
  'ur',
  'hi',
  'bn',
  'ta',
  'te',
  'th',
  'vi',
  'id',
  'ms',
  'fil',
  'sw',
  'ha',
  'yo',
  'am',
  'zh',
  'ja',
  'ko',
] as const;

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const options: readonly { readonly value: string; readonly label: string }[] = tags
  .map((value) => ({ value, label: languageName(value) }))
  .sort((first, second) => first.label.localeCompare(second.label));

/**
 * Options for a select, by name; sorted once, because every labelled document shows them.
 * @param present offered, too: a project from elsewhere may have a language that is not among ours
 */
export function languageOptions(present?: string): { value: string; label: string }[] {
  if (present === undefined || options.some(({ value }) => value === present)) return [...options];
  return [{ value: present, label: languageName(present) }, ...options];
}
