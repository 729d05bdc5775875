/** Numbers as a person reads them. */

const whole = new Intl.NumberFormat('en');
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function count(value: number): string {
  return whole.format(Math.round(value));
}

export function seconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${oneDecimal.format(ms / 1000)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function bytes(value: number): string {
  if (value >= 1e9) return `${oneDecimal.format(value / 1e9)} GB`;
  if (value >= 1e6) return `${oneDecimal.format(value / 1e6)} MB`;
  return `${whole.format(Math.ceil(value / 1e3))} kB`;
}

/** `1 page`, `2 pages`. */
export function plural(value: number, noun: string, nouns = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : nouns}`;
}
