import type { Lane } from './lane.ts';
import { createSlot, type Slot, type SlotSetting } from './slot.ts';

/** All slots of a run: made as they are needed, and the one that was used last is taken first. */
export interface Slots {
  readonly isFree: () => boolean;
  readonly inFlight: () => number;
  /** A slot to send with; it is given back when its request has ended. There has to be a free one. */
  readonly take: () => Slot;
  readonly giveBack: (slot: Slot) => void;
  /** Gives up what has taken too long. */
  readonly expire: (nowMs: number) => void;
  /** Closes all connections. */
  readonly close: () => Promise<unknown>;
}

/** Slots on so many connections, so many on each. */
export function createSlots(
  { connections, pipelining }: { readonly connections: number; readonly pipelining: number },
  createLane: () => Lane,
  setting: SlotSetting,
): Slots {
  const lanes: Lane[] = [];
  const slots: Slot[] = [];
  const free: Slot[] = [];
  const most = connections * pipelining;

  /** One on each connection first. */
  function make(): Slot {
    const lane = lanes[slots.length % connections] ?? createLane();
    if (lanes.length < connections) lanes.push(lane);
    const slot = createSlot(lane, setting);
    slots.push(slot);
    return slot;
  }

  return {
    isFree: () => free.length > 0 || slots.length < most,
    inFlight: () => slots.length - free.length,
    take: () => free.pop() ?? make(),
    giveBack: (slot) => void free.push(slot),
    expire: (nowMs) => {
      for (const slot of slots) slot.expire(nowMs);
    },
    close: () => Promise.all(lanes.map((lane) => lane.close())),
  };
}
