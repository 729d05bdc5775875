/** Earlier questions, gone through with the arrow keys as in a shell. What was being written is kept. */
export class Recall {
  #questions: string[] = [];
  /** How far back; 0 is what was being written. */
  #at = 0;
  #draft = '';

  /** Whether the box holds, unchanged, what was recalled last. */
  browsing(text: string): boolean {
    return this.#at > 0 && text === this.#questions[this.#at - 1];
  }

  /** The question before, or undefined where there is none. */
  back(text: string, questions: () => readonly string[]): string | undefined {
    if (!this.browsing(text)) {
      this.#at = 0;
      this.#draft = text;
      this.#questions = [...new Set(questions())].filter((one) => one !== text);
    }
    if (this.#at >= this.#questions.length) return undefined;
    this.#at += 1;
    return this.#questions[this.#at - 1];
  }

  /** The question after, at last what was being written; undefined where nothing was recalled. */
  forward(text: string): string | undefined {
    if (!this.browsing(text)) return undefined;
    this.#at -= 1;
    return this.#at === 0 ? this.#draft : this.#questions[this.#at - 1];
  }
}
