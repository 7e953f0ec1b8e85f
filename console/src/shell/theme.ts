// Light, dark, or as the system: the choice of this browser.
import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'tenon-theme';
const listeners = new Set<() => void>();
const isTheme = (value: string | null): value is Theme => value === 'light' || value === 'dark' || value === 'system';

export function getTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return isTheme(kept) ? kept : 'system';
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme();
  for (const listener of listeners) listener();
}

/** Called before the first paint. */
export function applyTheme(): void {
  const theme = getTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export const useTheme = (): Theme => useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), getTheme);
