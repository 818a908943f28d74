import { create } from 'zustand';

/** How the reader likes to work, in every company; kept in this browser and, where a company is open, on the server. */
export interface ReaderSettings {
  readonly density: 'comfortable' | 'compact';
  /** Single keys as commands (WCAG 2.1.4: who speaks to the computer turns them off). */
  readonly keys: boolean;
  /** Small messages when something new is told. */
  readonly toasts: boolean;
}

const PLACE = 'formwork.settings';
const DEFAULTS: ReaderSettings = { density: 'comfortable', keys: true, toasts: true };

const useSettingsStore = create<ReaderSettings>(stored);

/** The reader's settings. */
export function useReaderSettings(): ReaderSettings {
  return useSettingsStore();
}

/** Changes some of the settings; the screen follows at once. */
export function changeSettings(change: Partial<ReaderSettings>): ReaderSettings {
  const next = { ...useSettingsStore.getState(), ...change };
  useSettingsStore.setState(next);
  localStorage.setItem(PLACE, JSON.stringify(next));
  showDensity(next);
  return next;
}

/** The settings in a value that was kept, what is none left out. */
export function settingsIn(value: unknown): Partial<ReaderSettings> {
  if (typeof value !== 'object' || value === null) return {};
  const of = (key: string): unknown =>
    key in value ? Object.entries(value).find(([own]) => own === key)?.[1] : undefined;
  const [density, keys, toasts] = [of('density'), of('keys'), of('toasts')];
  return {
    ...(density === 'compact' || density === 'comfortable' ? { density } : {}),
    ...(typeof keys === 'boolean' ? { keys } : {}),
    ...(typeof toasts === 'boolean' ? { toasts } : {}),
  };
}

function stored(): ReaderSettings {
  let raw: unknown;
  try {
    raw = JSON.parse(localStorage.getItem(PLACE) ?? 'null');
  } catch {
    raw = null;
  }
  const settings = { ...DEFAULTS, ...settingsIn(raw) };
  showDensity(settings);
  return settings;
}

/** Style sheets read it from the root element. */
function showDensity({ density }: ReaderSettings): void {
  document.documentElement.dataset['density'] = density;
}
