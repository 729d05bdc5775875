/** What stands in the question box, kept for this tab: through a reload, a new version, a sign-in elsewhere. */
const KEY = 'draft';

export function keptDraft(): string {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return ''; // Storage is blocked.
  }
}

export function keepDraft(text: string): void {
  try {
    if (text.trim()) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is blocked or full: the draft lasts as long as the page.
  }
}
