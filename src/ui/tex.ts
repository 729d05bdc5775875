/** TeX as MathML, which the browser draws itself. Large, so it is loaded with the first formula. */
import temml from 'temml';

export function toMathMl(tex: string, display: boolean): string {
  return temml.renderToString(tex, { displayMode: display, throwOnError: true, maxExpand: 200 });
}
