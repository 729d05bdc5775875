/** Which full model a newcomer may download while the small one answers. */
import { recommend, type Device, type Recommendation } from './fit';
import type { Offer } from './offers';
import { isOffered, type Hosts } from './resolve';

export type Larger = Recommendation & { offer: Offer };

/** The best that this device can run and a source has; undefined where there is none. */
export async function largerModel(
  offers: readonly Offer[],
  device: Device,
  hosts: Hosts,
  signal: AbortSignal,
): Promise<Larger | undefined> {
  let left = offers;
  for (;;) {
    const { offer, ...advice } = recommend(left, device);
    if (!offer) return undefined;
    if (await isOffered(offer, hosts, signal)) return { offer, ...advice };
    left = left.filter((one) => one !== offer);
  }
}
