/** What a person may see of an output that is still being generated. */
import { createToolCallParser, type Piece } from './tool-calls';

export interface VisibleOutput {
  thinking: string;
  /** Without thinking and tool calls, and never with half a tag at its end. */
  text: string;
  /** Tool calls begun so far, also the one being written. */
  callsStarted: number;
}

/** @param raw everything generated in the step so far. */
export function visibleOutput(raw: string): VisibleOutput {
  const parser = createToolCallParser();
  const pieces = parser.push(raw);
  const textOf = (type: Piece['type']): string =>
    pieces
      .map((piece) => (piece.type === type && 'text' in piece ? piece.text : ''))
      .join('')
      .trim();
  const complete = pieces.filter((piece) => !('text' in piece)).length;
  return {
    thinking: textOf('thinking'),
    text: textOf('text'),
    callsStarted: complete + (parser.insideCall ? 1 : 0),
  };
}
