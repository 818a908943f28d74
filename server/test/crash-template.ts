import type { AwardDef } from '../../schema/template/template-rules.ts';
import type { Template } from '../../schema/template/template.ts';
import { flowTemplate } from './flow-template.ts';
import { FINISHED, pointsTemplate } from './points-template.ts';

/** Points for who confirmed an order that is shipped; gone again when it is cancelled. */
const SHIPPED: AwardDef = {
  id: 'shipped',
  label: { en: 'Shipped', 'zh-CN': '发货' },
  ledger: 'points',
  on: { entity: 'Order', transition: 'ship' },
  to: 'doc.confirmedBy',
  amount: "dec('3')",
  once: ['doc.id'],
  limits: [{ id: 'day', per: ['user', 'day'], max: '12' }],
  budget: { programme: 'jobs' },
  expires: { after: 'P12M' },
  clawback: { on: ['cancel'], short: 'owed' },
};

/** A trade that gives points: orders with stock and credit, jobs and rewards, in one small template. */
export function crashTemplate(): Template {
  const [trade, points] = [flowTemplate(), pointsTemplate()];
  return {
    ...trade,
    pack: 'crash',
    entities: [...(trade.entities ?? []), ...(points.entities ?? []).filter(({ id }) => id !== 'Client')],
    workflows: [...(trade.workflows ?? []), ...(points.workflows ?? [])],
    ledgers: [...(trade.ledgers ?? []), ...(points.ledgers ?? [])],
    postings: [...(trade.postings ?? []), ...(points.postings ?? [])],
    roles: [...(trade.roles ?? []), ...(points.roles ?? [])],
    awards: [FINISHED, SHIPPED],
    rewards: points.rewards ?? [],
  };
}
