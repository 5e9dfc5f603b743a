import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/*
 * Passwords of accounts on the machine itself, as `scrypt:N:r:p:salt:hash`. The costs are those that OWASP's password
 * storage cheat sheet gives for 32 MiB; they stand with each hash, so that later ones may be higher.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const LENGTH = 32;
/** Of no password: nothing hashes to zeros. */
const NOBODYS = ['scrypt', COST.N, COST.r, COST.p, 'AAAA', Buffer.alloc(LENGTH).toString('base64url')].join(':');

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join(':');
}

/** Whether this is the password. Takes as long where there is none (null), so that nobody learns whose account there is. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (stored ?? NOBODYS).split(':');
  const found = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(found, Buffer.from(hash, 'base64url')) && stored !== null;
}

/** One at a time: each takes 32 MiB. */
let last: Promise<unknown> = Promise.resolve();

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const work = () =>
    new Promise<Buffer>((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, LENGTH, { ...cost, maxmem: 2 ** 26 }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  const result = last.then(work, work);
  last = result.catch(() => undefined);
  return result;
}
