/** What the thread that waits and the thread that fetches tell each other. */
export interface RangeRequest {
  from: number;
  count: number;
  /** Two numbers of 32 bits, the state and the length of a message; then the bytes, or why they do not come: the reason, a space, the message, in UTF-8. */
  shared: SharedArrayBuffer;
}

export const STATE = { WAITING: 0, DONE: 1, FAILED: 2, HEADER_BYTES: 8, MESSAGE_BYTES: 1024 } as const;
