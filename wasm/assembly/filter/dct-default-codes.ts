import { Jpeg } from './dct-frame';
import { buildHuffman, HUFFMAN_SIZE } from './dct-huffman';

/**
 * The typical Huffman tables of ITU-T T.81, K.3.3: how many codes there are of each length, 1 to 16, then their symbols.
 * Frames of Motion JPEG come without tables, and mean these.
 */

/** Table K.3. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const DC_LUMINANCE: usize = memory.data<u8>([
  0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
]);

/** Table K.4. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const DC_CHROMINANCE: usize = memory.data<u8>([
  0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
]);

/** Table K.5. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const AC_LUMINANCE: usize = memory.data<u8>([
  0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125,
  1, 2, 3, 0, 4, 17, 5, 18, 33, 49, 65, 6, 19, 81, 97, 7, 34, 113, 20, 50, 129, 145, 161, 8,
  35, 66, 177, 193, 21, 82, 209, 240, 36, 51, 98, 114, 130, 9, 10, 22, 23, 24, 25, 26, 37, 38, 39, 40,
  41, 42, 52, 53, 54, 55, 56, 57, 58, 67, 68, 69, 70, 71, 72, 73, 74, 83, 84, 85, 86, 87, 88, 89,
  90, 99, 100, 101, 102, 103, 104, 105, 106, 115, 116, 117, 118, 119, 120, 121, 122, 131, 132, 133, 134, 135, 136, 137,
  138, 146, 147, 148, 149, 150, 151, 152, 153, 154, 162, 163, 164, 165, 166, 167, 168, 169, 170, 178, 179, 180, 181, 182,
  183, 184, 185, 186, 194, 195, 196, 197, 198, 199, 200, 201, 202, 210, 211, 212, 213, 214, 215, 216, 217, 218, 225, 226,
  227, 228, 229, 230, 231, 232, 233, 234, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250,
]);

/** Table K.6. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const AC_CHROMINANCE: usize = memory.data<u8>([
  0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119,
  0, 1, 2, 3, 17, 4, 5, 33, 49, 6, 18, 65, 81, 7, 97, 113, 19, 34, 50, 129, 8, 20, 66, 145,
  161, 177, 193, 9, 35, 51, 82, 240, 21, 98, 114, 209, 10, 22, 36, 52, 225, 37, 241, 23, 24, 25, 26, 38,
  39, 40, 41, 42, 53, 54, 55, 56, 57, 58, 67, 68, 69, 70, 71, 72, 73, 74, 83, 84, 85, 86, 87, 88,
  89, 90, 99, 100, 101, 102, 103, 104, 105, 106, 115, 116, 117, 118, 119, 120, 121, 122, 130, 131, 132, 133, 134, 135,
  136, 137, 138, 146, 147, 148, 149, 150, 151, 152, 153, 154, 162, 163, 164, 165, 166, 167, 168, 169, 170, 178, 179, 180,
  181, 182, 183, 184, 185, 186, 194, 195, 196, 197, 198, 199, 200, 201, 202, 210, 211, 212, 213, 214, 215, 216, 217, 218,
  226, 227, 228, 229, 230, 231, 232, 233, 234, 242, 243, 244, 245, 246, 247, 248, 249, 250,
]);

/** Gives a picture the table of luminance for table 0, and that of chrominance for others, where it brings none. */
export function useDefaultCode(jpeg: Jpeg, isAc: bool, index: u32): void {
  const table = index ? (isAc ? AC_CHROMINANCE : DC_CHROMINANCE) : isAc ? AC_LUMINANCE : DC_LUMINANCE;
  const place = isAc ? 4 + index : index;
  buildHuffman(jpeg.huffman + <usize>place * HUFFMAN_SIZE, table, 256);
  jpeg.defined |= 1 << place;
}
