/** What a person typed, looked at. */
import { checks as t } from '../i18n/en/checks';

export type Checked<T> = { ok: true; value: T } | { ok: false; problem: string };

/** A bearer token as relays take it; empty stays empty. */
export function checkToken(text: string): Checked<string> {
  const value = text.trim().replace(/^Bearer\s+/i, '');
  return !value || /^[!-~]+$/.test(value) ? { ok: true, value } : { ok: false, problem: t.token };
}
