import type { ServiceName } from '../../compile/graphql-plan-types.ts';
import { boardService, optOutService } from './points-boards.ts';
import { entriesService } from './points-entries.ts';
import { appealFlagService, decideFlagService, flagsService } from './points-flags.ts';
import { fundService } from './points-fund.ts';
import { decideGiftService, giftsService, giveService, withdrawGiftService } from './points-gifts.ts';
import { redeemService, rewardsService } from './points-rewards.ts';
import { rulesService } from './points-rules.ts';
import { tiersService } from './points-tiers.ts';
import { trendService } from './points-trend.ts';
import { walletService } from './points-wallet.ts';
import { whyNotService } from './points-why-not.ts';
import type { Service } from './services.ts';

/** What answers the fields of `server/compile/graphql-points.ts`. */
export const POINTS_SERVICES: Readonly<Partial<Record<ServiceName, Service>>> = {
  'points.wallet': walletService,
  'points.entries': entriesService,
  'points.trend': trendService,
  'points.whyNot': whyNotService,
  'points.rules': rulesService,
  'points.tiers': tiersService,
  'points.board': boardService,
  'points.optOut': optOutService,
  'points.flags': flagsService,
  'points.appealFlag': appealFlagService,
  'points.decideFlag': decideFlagService,
  'points.fund': fundService,
  'points.gifts': giftsService,
  'points.give': giveService,
  'points.decideGift': decideGiftService,
  'points.withdrawGift': withdrawGiftService,
  'points.rewards': rewardsService,
  'points.redeem': redeemService,
};
