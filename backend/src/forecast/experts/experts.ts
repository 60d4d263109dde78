import type { ExpertKind } from './contract.ts';
import { directRidge } from './direct-ridge.ts';
import { foundSeason } from './found-season.ts';
import { globalNet } from './global-net.ts';
import { profile } from './profile.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { sparseAutoregression } from './sparse-autoregression.ts';

/** The experts there are. One less is a line less here and a file less in this folder. */
export const EXPERTS: readonly ExpertKind[] = [
  seasonalNaive,
  profile,
  sparseAutoregression,
  directRidge,
  globalNet,
  foundSeason,
];
