import { DisplayList } from '../display/list';
import { free } from '../memory/heap';
import { PlayFrame } from './frame';
import { endGroups } from './group';
import { playFrom } from './playback';
import { Raster } from './raster';
import { dropTiles } from './tiles';

/** Goes on with the frames, the top one first, until there are none, or the fuel is down to `until`. Without fuel all of them end. */
export function runFrames(raster: Raster, until: i64): void {
  const store = raster.store;
  while (raster.top && (store.fuel > until || store.fuel <= 0)) {
    const p = raster.top;
    const frame = changetype<PlayFrame>(p);
    if (frame.next) {
      if (call_indirect<bool>(frame.next, p)) continue;
    } else {
      const list = changetype<DisplayList>(frame.list);
      frame.at = playFrom(frame.canvas, list, frame.at, list.commands.length, until);
      if (raster.top != p) continue;
      if (frame.at < list.commands.length) return;
      dropTiles(frame.canvas);
      endGroups(frame.canvas, !raster.isGivenUp);
    }
    raster.top = frame.below;
    call_indirect<void>(frame.onEnd, p);
    free(p);
  }
}

/** Ends all frames without drawing what they still have. */
export function dropFrames(raster: Raster): void {
  raster.isGivenUp = true;
  raster.store.fuel = 0;
  runFrames(raster, 0);
  raster.isGivenUp = false;
}
