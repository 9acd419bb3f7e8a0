export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Settings of the person at this computer, kept in the user-data folder. */
export interface Settings {
  readonly annotator: string;
  readonly theme: Theme;
  /** Single-key shortcuts can be turned off (WCAG 2.1.4). */
  readonly singleKeys: boolean;
  /** Command id to key, where a person changed the default. */
  readonly keys: Readonly<Record<string, string>>;
  /** Pixels; the text of documents. */
  readonly documentFontSize: number;
  /** Single-label: one key labels and moves on. */
  readonly advanceAfterLabel: boolean;
  /** Folder of the sentence encoder that was chosen last, proposed at the next training. */
  readonly encoderFolder: string | null;
}

export const defaultSettings: Settings = {
  annotator: '',
  theme: 'system',
  singleKeys: true,
  keys: {},
  documentFontSize: 16,
  advanceAfterLabel: true,
  encoderFolder: null,
};

export interface RecentProject {
  readonly path: string;
  readonly name: string;
  readonly kind: 'single' | 'multi';
  readonly documents: number;
  readonly labelled: number;
  readonly openedAt: string;
  /** False when the file is no longer there. */
  readonly exists: boolean;
}

/** How this host differs; the renderer asks for these values instead of guessing. */
export interface Capabilities {
  readonly host: 'electron' | 'server';
  readonly version: string;
  readonly platform: 'darwin' | 'linux' | 'win32' | 'other';
  /** Open and save dialogs of the operating system; otherwise `host.browse` lists folders. */
  readonly nativeDialogs: boolean;
  /** A dropped file's path is known; otherwise its content is uploaded. */
  readonly droppedPaths: boolean;
  /** Proposed folder for new projects. */
  readonly projectFolder: string;
}
