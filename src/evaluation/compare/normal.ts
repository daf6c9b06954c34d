/**
 * How likely a normal value is to lie at least so many standard deviations away, on both sides: the complementary error
 * function, to seven digits (Press et al., Numerical Recipes, 6.2).
 */
export function twoSided(away: number): number {
  const x = Math.abs(away) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const coefficients = [
    ...[-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806],
    ...[0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277],
  ];
  const sum = coefficients.reduceRight((rest, coefficient) => coefficient + t * rest, 0);
  return t * Math.exp(sum - x * x);
}
