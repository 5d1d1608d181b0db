/** A price, and the input values that choose it (`{}`: always). */
export interface Price {
  readonly credits: number;
  readonly when: Readonly<Record<string, unknown>>;
}

/** The price of an input in credits: the most particular of those whose conditions all hold. */
export function priceOf(
  prices: readonly Price[],
  input: Readonly<Record<string, unknown>>,
): number {
  const holding = prices
    .filter(({ when }) =>
      Object.entries(when).every(([name, value]) => String(input[name]) === String(value)),
    )
    .sort((a, b) => Object.keys(b.when).length - Object.keys(a.when).length);
  return (holding[0] ?? prices[0])?.credits ?? 0;
}

/** Cheapest and dearest price of an operation, in credits. */
export function priceRange(prices: readonly Price[]): { min: number; max: number } {
  const credits = prices.map((price) => price.credits);
  return { min: Math.min(...credits), max: Math.max(...credits) };
}

/** Names of the input fields that choose the price. */
export function pricedFields(prices: readonly Price[]): Set<string> {
  return new Set(prices.flatMap(({ when }) => Object.keys(when)));
}
