/** value · 10^exponent, 0 or finite. Division keeps 0.001 and its like exact. */
export function scaleByTen(value: f64, exponent: i32): f64 {
  let power: f64 = 1;
  for (let i = min<i32>(abs<i32>(exponent), 308); i > 0; i--) power *= 10;
  const scaled = exponent < 0 ? value / power : value * power;
  return isFinite(scaled) ? scaled : 0;
}
