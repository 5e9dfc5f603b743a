import { Arena } from '../memory/arena';
import { alloc } from '../memory/heap';
import { Store } from '../syntax/store';
import { createImage, dropImage, Image, loadImage } from './image';

export function test_alloc(size: u32): usize {
  return alloc(size);
}

export function test_drop(image: usize): void {
  dropImage(changetype<Image>(image));
}

export function test_load(store: usize, image: usize): bool {
  return loadImage(changetype<Store>(store), changetype<Image>(image));
}

export function test_create(store: usize, o: usize): usize {
  return changetype<usize>(createImage(changetype<Store>(store), Arena.create()!, o, 0));
}
