/**
 * Which parameter lies where: the shards of `tensor-cache.json`, as TVM's
 * `TensorCacheShardingManager` fills them. Known before a byte is written, so that any shard can be
 * made by itself.
 */
import type { MlcParameter } from '../mlc-layout';

const SHARD_BYTES = 32 * 2 ** 20;

/** An entry of tensor-cache.json. */
export interface ParameterRecord extends MlcParameter {
  format: 'raw';
  nbytes: number;
  byteOffset: number;
}

export interface Shard {
  dataPath: string;
  format: 'raw-shard';
  nbytes: number;
  records: ParameterRecord[];
}

export function planShards(parameters: readonly MlcParameter[], most = SHARD_BYTES): Shard[] {
  const shards: Shard[] = [];
  let pending: ParameterRecord[] = [];
  let pendingBytes = 0;
  const commit = (records: ParameterRecord[], nbytes: number) => {
    shards.push({
      dataPath: `params_shard_${shards.length}.bin`,
      format: 'raw-shard',
      nbytes,
      records,
    });
  };
  const commitPending = () => {
    if (pendingBytes > 0) commit(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
  };
  for (const { name, shape, dtype } of parameters) {
    const nbytes = shape.reduce((product, size) => product * size, dtype === 'float16' ? 2 : 4);
    const record = { name, shape, dtype, format: 'raw' as const, nbytes };
    if (pendingBytes + nbytes >= most) {
      if (nbytes * 2 >= most) {
        // A large one gets a shard of its own, before the one that is being filled.
        commit([{ ...record, byteOffset: 0 }], nbytes);
        continue;
      }
      commitPending();
    }
    pending.push({ ...record, byteOffset: pendingBytes });
    pendingBytes += nbytes;
  }
  commitPending();
  return shards;
}
