// Sums of the binomial distribution, from logarithms of factorials: good to about 12 digits for any number of rows.

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++)
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[n] ?? 0;
}

/** How likely `hits` of `count` are when each is one with a probability of `share`. */
export function probability(hits: number, count: number, share: number): number {
  if (share <= 0) return hits === 0 ? 1 : 0;
  if (share >= 1) return hits === count ? 1 : 0;
  const ways = logFactorial(count) - logFactorial(hits) - logFactorial(count - hits);
  return Math.exp(ways + hits * Math.log(share) + (count - hits) * Math.log1p(-share));
}

/** How likely fewer than `hits` are, and with half its weight just as many: the lower mid-p value. */
export function lowerTail(hits: number, count: number, share: number): number {
  return hits > count * share ? 1 - shortTail(count - hits, count, 1 - share) : shortTail(hits, count, share);
}

/** From `hits`, which is below the mean, downwards until nothing is added any more. */
function shortTail(hits: number, count: number, share: number): number {
  let term = probability(hits, count, share);
  let sum = term / 2;
  for (let fewer = hits - 1; fewer >= 0 && term > sum * 1e-17; fewer--) {
    term *= ((fewer + 1) / (count - fewer)) * ((1 - share) / share);
    sum += term;
  }
  return sum;
}
