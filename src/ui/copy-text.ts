/** Whether the clipboard took the text: the browser asks, and a person may say no. */
export async function copyText(text: string): Promise<boolean> {
  const { clipboard } = navigator as Partial<Navigator>;
  if (!clipboard) return copyOnPlainHttp(text);
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** There is no clipboard there, but the event of the older way, which takes any text. */
function copyOnPlainHttp(text: string): boolean {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put, { once: true });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- no other way
  const done = document.execCommand('copy');
  document.removeEventListener('copy', put);
  return done;
}
