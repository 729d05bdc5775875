import { questionsFor, type Attribute } from '../subject';

/** An attribute that is stated in one way. `own` and `heldOut` are as in `questionsFor`. */
export function attribute(
  id: string,
  noun: string,
  valueKind: Attribute['valueKind'],
  heading: string,
  sentence: string,
  own: string[],
  heldOut: [string, string, string],
): Attribute {
  return {
    id,
    noun,
    valueKind,
    heading,
    sentence: [sentence],
    questions: questionsFor(noun, own, heldOut),
  };
}
