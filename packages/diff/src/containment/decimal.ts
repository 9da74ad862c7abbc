/** A number as it is written: `units * 10 ** exponent`, exactly. */
export interface Decimal {
  readonly units: bigint;
  readonly exponent: number;
}

export function decimalOf(value: number): Decimal {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { units: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** The number of units of `10 ** exponent`; the exponent must not be above the decimal's. */
export function unitsAt({ units, exponent }: Decimal, at: number): bigint {
  return units * 10n ** BigInt(exponent - at);
}

/** The nearest number to a count of units. */
export function numberOf(units: bigint, exponent: number): number {
  return Number(`${units}e${exponent}`);
}

/** Whether a number, as written, is a multiple of another. */
export function isMultiple(value: number, step: number): boolean {
  const [dividend, divisor] = [decimalOf(value), decimalOf(step)];
  const exponent = Math.min(dividend.exponent, divisor.exponent);
  return divisor.units !== 0n && unitsAt(dividend, exponent) % unitsAt(divisor, exponent) === 0n;
}

export function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export function leastCommonMultiple(left: bigint, right: bigint): bigint {
  return (left / greatestCommonDivisor(left, right)) * right;
}
