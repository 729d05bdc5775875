/**
 * Keeps the end of what grows in view, until the reader goes up; from where they went to, nothing moves
 * them. Back at the end, it follows again.
 */
type Box = Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

/** So near, a reader is taken to be at the end. */
const NEAR_PX = 80;

export class EndFollower {
  #following = true;
  #left = false;
  #top = 0;

  /** Whether the reader went up while something was written, and has not been at the end since. */
  get left(): boolean {
    return this.#left;
  }

  /** Follows from now on, as after a question. */
  start(): void {
    this.#following = true;
    this.#left = false;
  }

  /** Something else is shown: nobody has left its end. */
  forget(): void {
    this.#left = false;
  }

  /** For each scroll, whoever made it; `live` while something is written. */
  scrolled(box: Box, live: boolean): void {
    const { scrollTop } = box;
    const below = belowOf(box);
    // What shrinks moves the page up as well, and leaves it at its end.
    if (below <= 1) this.#following = true;
    else if (scrollTop < this.#top) this.#following = false;
    else if (scrollTop > this.#top) this.#following = below < NEAR_PX;
    this.#top = scrollTop;
    this.#left = !this.#following && (this.#left || live);
  }

  /** For each time that the page may have grown. */
  grown(box: Box): void {
    if (this.#following) box.scrollTop = box.scrollHeight;
  }

  /** For each time that the page may have shrunk, which brings its end into view without a scroll. */
  shrunk(box: Box): void {
    if (this.#left && belowOf(box) <= 1) this.start();
  }
}

/** How much there is below what is in view. */
function belowOf({ scrollTop, scrollHeight, clientHeight }: Box): number {
  return scrollHeight - scrollTop - clientHeight;
}
