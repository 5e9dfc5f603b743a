import { Machine, MAX_STORED } from './machine';

/**
 * The operators of Type 2 charstrings that compute (Adobe Technical Note 5177, 4.4 to 4.6), by their second byte.
 * False when `operator` is not one of them.
 */
export function calculate(m: Machine, operator: u32): bool {
  switch (operator) {
    case 3: {
      // and
      const b = m.pop();
      const a = m.pop();
      m.push(a != 0 && b != 0 ? 1 : 0);
      return true;
    }
    case 4: {
      // or
      const b = m.pop();
      const a = m.pop();
      m.push(a != 0 || b != 0 ? 1 : 0);
      return true;
    }
    case 5: // not
      m.push(m.pop() == 0 ? 1 : 0);
      return true;
    case 9: // abs
      m.push(abs(m.pop()));
      return true;
    case 10: // add
      m.push(m.pop() + m.pop());
      return true;
    case 11: // sub
      m.push(-m.pop() + m.pop());
      return true;
    case 12: {
      // div
      const b = m.pop();
      const a = m.pop();
      m.push(b != 0 ? a / b : 0);
      return true;
    }
    case 14: // neg
      m.push(-m.pop());
      return true;
    case 15: // eq
      m.push(m.pop() == m.pop() ? 1 : 0);
      return true;
    case 18: // drop
      m.pop();
      return true;
    case 20: {
      // put
      const i = <u32>m.pop();
      const value = m.pop();
      if (i < MAX_STORED) store<f64>(m.storage + ((<usize>i) << 3), value);
      return true;
    }
    case 21: {
      // get
      const i = <u32>m.pop();
      m.push(i < MAX_STORED ? load<f64>(m.storage + ((<usize>i) << 3)) : 0);
      return true;
    }
    case 22: {
      // ifelse
      const v2 = m.pop();
      const v1 = m.pop();
      const s2 = m.pop();
      const s1 = m.pop();
      m.push(v1 <= v2 ? s1 : s2);
      return true;
    }
    case 23: // random, in (0, 1]: the same picture each time matters more
      m.push(0.5);
      return true;
    case 24: // mul
      m.push(m.pop() * m.pop());
      return true;
    case 26: // sqrt
      m.push(sqrt(max(m.pop(), 0.0)));
      return true;
    case 27: {
      // dup
      const a = m.pop();
      m.push(a);
      m.push(a);
      return true;
    }
    case 28: {
      // exch
      const b = m.pop();
      const a = m.pop();
      m.push(b);
      m.push(a);
      return true;
    }
    case 29: {
      // index
      const i = max<i32>(<i32>m.pop(), 0);
      m.push(<u32>i < m.count ? m.at(m.count - 1 - <u32>i) : 0);
      return true;
    }
    case 30: {
      // roll
      const by = <i32>m.pop();
      const count = <i32>m.pop();
      if (count > 0 && <u32>count <= m.count) roll(m.stack + ((<usize>(m.count - <u32>count)) << 3), count, by);
      return true;
    }
  }
  return false;
}

/** Turns `count` numbers by `by` places upwards: reversing the whole and then both parts turns it. */
function roll(numbers: usize, count: i32, by: i32): void {
  const shift = ((by % count) + count) % count;
  reverse(numbers, 0, count);
  reverse(numbers, 0, shift);
  reverse(numbers, shift, count);
}

function reverse(numbers: usize, from: i32, to: i32): void {
  for (let i = from, j = to - 1; i < j; i++, j--) {
    const p = numbers + ((<usize>i) << 3);
    const q = numbers + ((<usize>j) << 3);
    const value = load<f64>(p);
    store<f64>(p, load<f64>(q));
    store<f64>(q, value);
  }
}
