import { OdeError } from './errors.js';
import type { OpenOptions } from './types.js';

/** Opens, and asks `onPassword` again and again where a password is missing or wrong. */
export async function openWithPassword<T>(
  { password, onPassword }: OpenOptions,
  open: (password: string | undefined) => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await open(password);
    } catch (error) {
      const asks = error instanceof OdeError && (error.code === 'password-required' || error.code === 'password-wrong');
      if (!asks || !onPassword) throw error;
      const answer = await onPassword(error.code === 'password-wrong');
      if (answer === null) throw error;
      password = answer;
    }
  }
}
