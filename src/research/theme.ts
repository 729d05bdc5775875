import type { Theme } from './settings';

/** Sets the theme now, and leaves a copy for theme.js, which sets it before the first paint. */
export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Storage is blocked: the theme holds for this visit.
  }
}
