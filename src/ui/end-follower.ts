/**
 * Keeps the end of what grows in view, until the reader goes up; from where they went to, nothing moves
 * them. Back at the end, it follows again.
 */
type Box = Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

/** So near, a reader is taken to be at the end. */
const NEAR_PX = 80;

export class EndFollower {
  #following = true;
  #top = 0;

  /** Follows from now on, as after a question. */
  start(): void {
    this.#following = true;
  }

  /** For each scroll, whoever made it. */
  scrolled({ scrollTop, scrollHeight, clientHeight }: Box): void {
    const left = scrollHeight - scrollTop - clientHeight;
    // What shrinks moves the page up as well, and leaves it at its end.
    if (left <= 1) this.#following = true;
    else if (scrollTop < this.#top) this.#following = false;
    else if (scrollTop > this.#top) this.#following = left < NEAR_PX;
    this.#top = scrollTop;
  }

  /** For each time that the page may have grown. */
  grown(box: Box): void {
    if (this.#following) box.scrollTop = box.scrollHeight;
  }
}
