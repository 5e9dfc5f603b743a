import { DisplayList } from '../display/list';
import { free } from '../memory/heap';
import { Warning, warn } from '../syntax/warnings';
import { PlayFrame, reserveBelow } from './frame';
import { endGroups } from './group';
import { playFrom } from './playback';
import { Raster } from './raster';
import { dropTiles } from './tiles';

/**
 * Goes on with the frames, the top one first, until there are none (true), or the fuel, with what is kept for those below, is down
 * to `until`. A frame without fuel ends, and what lies below goes on with what was kept for it.
 */
export function runFrames(raster: Raster, until: i64): bool {
  const store = raster.store;
  while (raster.top) {
    const p = raster.top;
    const frame = changetype<PlayFrame>(p);
    const floor = until - frame.reserve;
    if (store.fuel <= floor && store.fuel > 0) return false;
    if (frame.next) {
      if (call_indirect<bool>(frame.next, p)) continue;
    } else {
      const list = changetype<DisplayList>(frame.list);
      frame.at = playFrom(frame.canvas, list, frame.at, list.commands.length, floor);
      if (raster.top != p) continue;
      if (frame.at < list.commands.length) return false;
      dropTiles(frame.canvas);
      endGroups(frame.canvas, !raster.isGivenUp);
    }
    raster.top = frame.below;
    if (!raster.isGivenUp) {
      if (store.fuel <= 0) warn(store, Warning.FuelOut);
      store.fuel += frame.reserve - reserveBelow(frame.below);
    }
    call_indirect<void>(frame.onEnd, p);
    free(p);
  }
  return true;
}

/** Ends all frames without drawing what they still have. */
export function dropFrames(raster: Raster): void {
  raster.isGivenUp = true;
  raster.store.fuel = 0;
  runFrames(raster, 0);
  raster.isGivenUp = false;
}
