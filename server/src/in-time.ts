/** The outcome of a piece of work, or an error when there is none in time. The work itself goes on. */
export async function inTime<T>(work: PromiseLike<T>, ms: number, message = 'no answer in time'): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(message)), ms)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
