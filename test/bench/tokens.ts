import type { Measurement } from './measure';
export async function measureTokens(): Promise<Measurement[]> {
  return [];
}
