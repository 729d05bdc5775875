import { describe, expect, it } from 'vitest';
import { EndFollower } from '../../src/ui/end-follower';

/** A page of 1000 px in a window of 400, which knows its end as a browser does. */
function page() {
  let top = 0;
  return {
    clientHeight: 400,
    scrollHeight: 1000,
    get scrollTop() {
      return top;
    },
    set scrollTop(to: number) {
      top = Math.max(0, Math.min(to, this.scrollHeight - this.clientHeight));
    },
  };
}

function follow() {
  const box = page();
  const follower = new EndFollower();
  const scroll = (to: number, live = true) => {
    box.scrollTop = to;
    follower.scrolled(box, live);
  };
  const grow = (by: number) => {
    box.scrollHeight += by;
    follower.grown(box);
    follower.scrolled(box, true);
    return box.scrollTop;
  };
  return { box, follower, scroll, grow };
}

describe('the end of an answer that grows', () => {
  it('stays in view', () => {
    const { grow } = follow();
    expect(grow(50)).toBe(650);
    expect(grow(500)).toBe(1150);
  });

  it.each([1000, 60, 2])('is left by a step of %i px up, however much comes', (step) => {
    const { box, grow, scroll } = follow();
    grow(50);
    scroll(box.scrollTop - step);
    const { scrollTop } = box;
    expect(grow(30)).toBe(scrollTop);
    expect(grow(300)).toBe(scrollTop);
  });

  it('is followed again by who comes back near it', () => {
    const { grow, scroll } = follow();
    grow(50);
    scroll(100);
    scroll(600);
    expect(grow(100)).toBe(750);
  });

  it('is followed where something above closes', () => {
    const { box, follower, grow } = follow();
    grow(500);
    box.scrollHeight -= 300;
    box.scrollTop = 1e9;
    follower.scrolled(box, true);
    expect(grow(20)).toBe(820);
  });

  it('is followed after a new question', () => {
    const { follower, grow, scroll } = follow();
    grow(50);
    scroll(0);
    follower.start();
    expect(grow(10)).toBe(660);
  });
});

describe('who went up while it is written', () => {
  it('has left it, until the end is in view again', () => {
    const { follower, grow, scroll } = follow();
    grow(50);
    expect(follower.left).toBe(false);
    scroll(100);
    expect(follower.left).toBe(true);
    // It is over; what follows is read by one who looks for it.
    scroll(300, false);
    expect(follower.left).toBe(true);
    scroll(650, false);
    expect(follower.left).toBe(false);
  });

  it('has left nothing where nothing is written', () => {
    const { follower, scroll } = follow();
    scroll(500, false);
    scroll(100, false);
    expect(follower.left).toBe(false);
  });

  it('is back where the page shrinks to what is in view', () => {
    const { box, follower, grow, scroll } = follow();
    grow(50);
    scroll(100);
    follower.shrunk(box);
    expect(follower.left).toBe(true);
    box.scrollHeight = 500;
    follower.shrunk(box);
    expect(follower.left).toBe(false);
    expect(grow(30)).toBe(130);
  });

  it('is back after a new question, and has left no other thread', () => {
    const { follower, grow, scroll } = follow();
    grow(50);
    scroll(100);
    follower.start();
    expect(follower.left).toBe(false);
    grow(10);
    scroll(100);
    follower.forget();
    expect(follower.left).toBe(false);
  });
});
