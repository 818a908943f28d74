import type { SqlName } from '../../../schema/core/ids.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import type { Transaction } from '../../db/database.ts';
import type { OutboxEvent } from '../../db/outbox-claim.ts';
import type { DeliveryRequest } from '../../db/outbox-effects.ts';

/** A connection that hears of events by itself. Topics name entities by id: `SalesOrder.created`, `SalesOrder.*`, `*`. */
export interface ListeningConnection {
  readonly id: string;
  readonly topics: readonly string[];
}

/** Active connections with topics. */
export async function openConnections(tx: Transaction, schema: SqlName): Promise<readonly ListeningConnection[]> {
  return tx.query<ListeningConnection>({
    text: `select id::text as id, topics from ${quoteIdentifier(schema)}.fw_connection where active and topics <> '{}' order by id`,
    params: [],
  });
}

/** What is sent of the events to those who want to hear of them. Pure. */
export function webhooksOf(
  model: Model,
  connections: readonly ListeningConnection[],
  events: readonly OutboxEvent[],
): readonly DeliveryRequest[] {
  return connections.flatMap(({ id, topics }) =>
    events
      .filter((event) => topics.some((topic) => matchesTopic(topic, event)))
      .map((event) => ({
        key: `event:${event.seq}:${id}`,
        connection: id,
        eventSeq: event.seq,
        topic: topicOf(event),
        body: eventBody(model, event),
      })),
  );
}

/** `SalesOrder.created`; a transition is `SalesOrder.transition.confirm`. */
function topicOf({ entity, kind, transition }: OutboxEvent): string {
  return transition === null ? `${entity}.${kind}` : `${entity}.${kind}.${transition}`;
}

function matchesTopic(topic: string, event: OutboxEvent): boolean {
  const own = topicOf(event);
  return topic === '*' || topic === own || (topic.endsWith('.*') && own.startsWith(topic.slice(0, -1)));
}

/** An event in the names of the API; what the template no longer has keeps its id. */
export function eventBody(model: Model, event: OutboxEvent): Readonly<Record<string, unknown>> {
  const entity = model.entities.find(({ id }) => id === event.entity);
  const name = entity?.apiName ?? event.entity;
  return {
    event: `${name}${topicOf(event).slice(event.entity.length)}`,
    entity: name,
    recordId: event.recordId,
    version: event.version,
    at: event.at,
    actor: event.actor,
    cause: event.cause,
    ...(event.transition === null ? {} : { transition: event.transition }),
    changes: entity === undefined ? event.changes : namedChanges(model, entity, event.changes),
  };
}

function namedChanges(
  model: Model,
  entity: EntityModel,
  changes: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(changes).map(([id, change]) => {
      const field = entity.fields.find((own) => own.id === id);
      if (field === undefined) return [id, change];
      const { type } = field;
      const line = type.kind === 'lines' ? model.entities.find((own) => own.id === type.of) : undefined;
      if (line === undefined || !Array.isArray(change)) return [field.apiName, change];
      return [field.apiName, change.map((entry: unknown) => namedLine(model, line, entry))];
    }),
  );
}

/** A line's entry: its id, and what was added, changed or removed of it. */
function namedLine(model: Model, line: EntityModel, entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  const secret = new Set<string>(line.fields.filter((field) => field.secret).map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]: [string, unknown]) => {
      if (typeof value !== 'object' || value === null) return [key, value];
      // A removed line is told as it was stored; its secrets stay where they are.
      const shown = Object.entries(value).filter(([id]) => key !== 'removed' || !secret.has(id));
      return [key, namedChanges(model, line, Object.fromEntries(shown))];
    }),
  );
}
