import { ask as t } from '../i18n/en/ask';

/** What is pasted and goes beside the question: files, or a text for which the box has no room and would cut. */
export function pastedFiles(
  data: Pick<DataTransfer, 'files' | 'types' | 'getData'>,
  room: number,
): File[] {
  // Programs put pictures of their text beside it.
  if (!data.types.includes('text/plain')) return [...data.files];
  const text = data.getData('text/plain');
  // The box takes a line break for one character.
  const fits = text.replaceAll('\r\n', '\n').length <= room;
  return fits ? [] : [new File([text], t.pastedText, { type: 'text/plain' })];
}
