export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Azure's own limits of a request, or only that of a body's size. */
export const azureLimits = ['as-azure', 'relaxed'] as const;

/** The network interface for programs of this computer. */
export interface ApiSettings {
  readonly on: boolean;
  /** 0 takes a free one at each start. */
  readonly port: number;
  /** Full paths of the folders that programs may read from and write to. */
  readonly folders: readonly string[];
  readonly azureLimits: (typeof azureLimits)[number];
}

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
  readonly api: ApiSettings;
}

export const defaultSettings: Settings = {
  annotator: '',
  theme: 'system',
  singleKeys: true,
  keys: {},
  documentFontSize: 16,
  advanceAfterLabel: true,
  encoderFolder: null,
  api: { on: false, port: 7080, folders: [], azureLimits: 'as-azure' },
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
