import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, pointer, type Issue } from '../../../schema/core/result.ts';
import type { Model } from '../../../schema/model/model.ts';
import { outsideUrl } from '../../outside/post-outside.ts';
import { isPublicAddress } from '../../outside/public-address.ts';
import { isWebhookSecret } from '../../outside/webhook-signature.ts';
import { isIP } from 'node:net';

/** What a caller gives for a connection; of a patch only what changes. */
export interface WebhookInput {
  readonly name?: string;
  readonly url?: string;
  readonly secret?: string;
  readonly topics?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly active?: boolean;
}

/** The input as it is kept, topics by entity id, or every problem with it at once. */
export function readWebhookInput(
  model: Model,
  given: Readonly<Record<string, unknown>>,
  at: { readonly path: '/input' | '/patch'; readonly allow: readonly string[] },
): { readonly input: WebhookInput; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const name = textOf(given['name']);
  const url = textOf(given['url']);
  const secret = textOf(given['secret']);
  if (name !== undefined && !NAME.test(name))
    issues.push(issue('CONNECTION_NAME', pointer(at.path, 'name'), { name: name.slice(0, 80) }));
  if (url !== undefined) issues.push(...checkUrl(url, at));
  if (secret !== undefined && !isWebhookSecret(secret))
    issues.push(issue('CONNECTION_SECRET', pointer(at.path, 'secret')));
  const topics = readTopics(model, given['topics'], { path: at.path, issues });
  const headers = readHeaders(given['headers'], { path: at.path, issues });
  return {
    issues,
    input: {
      ...(name === undefined ? {} : { name }),
      ...(url === undefined ? {} : { url }),
      ...(secret === undefined ? {} : { secret }),
      ...(topics === undefined ? {} : { topics }),
      ...(headers === undefined ? {} : { headers }),
      ...(typeof given['active'] === 'boolean' ? { active: given['active'] } : {}),
    },
  };
}

const NAME = /^[A-Za-z][A-Za-z0-9.-]{0,63}$/;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Names are resolved when something is sent; an address that is written out can be refused here already. */
function checkUrl(
  text: string,
  { path, allow }: { readonly path: '/input' | '/patch'; readonly allow: readonly string[] },
): readonly Issue[] {
  const url = outsideUrl(text);
  const here = pointer(path, 'url');
  if (url === null) return [issue('CONNECTION_URL', here, { why: text.slice(0, 100) })];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isAllowed = allow.includes(url.host) || allow.includes(url.hostname);
  const isClosed = host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && !isPublicAddress(host));
  return isClosed && !isAllowed ? [issue('CONNECTION_URL', here, { why: host })] : [];
}

interface Reading {
  readonly path: '/input' | '/patch';
  readonly issues: Issue[];
}

const CHANGES: ReadonlySet<string> = new Set(['created', 'updated', 'deleted', 'restored', 'transition', '*']);

function readTopics(model: Model, given: unknown, { path, issues }: Reading): readonly string[] | undefined {
  if (!Array.isArray(given)) return undefined;
  if (given.length > LIMITS.connectionTopicsMax)
    issues.push(issue('CONNECTION_TOPIC', pointer(path, 'topics'), { topic: String(given.length) }));
  return given.slice(0, LIMITS.connectionTopicsMax).map((item: unknown, index) => {
    const topic = String(item);
    const kept = keptTopic(model, topic);
    if (kept === undefined)
      issues.push(issue('CONNECTION_TOPIC', pointer(path, 'topics', index), { topic: topic.slice(0, 100) }));
    return kept ?? topic;
  });
}

/** The topic with the entity's id, which stays when its API name changes. */
function keptTopic(model: Model, topic: string): string | undefined {
  if (topic === '*') return topic;
  const [name = '', change = '', ...rest] = topic.split('.');
  const entity = model.entities.find(({ id, apiName, kind }) => kind !== 'line' && (apiName === name || id === name));
  if (entity === undefined || !CHANGES.has(change)) return undefined;
  if (change !== 'transition') return rest.length === 0 ? `${entity.id}.${change}` : undefined;
  const transitions = model.behaviour.workflows.find((flow) => flow.entity === entity.id)?.transitions ?? [];
  const [id = '*', ...more] = rest;
  const isKnown = id === '*' || transitions.some((transition) => transition.id === id);
  return isKnown && more.length === 0 ? `${entity.id}.transition.${id}` : undefined;
}

/** A kept topic in the names of the API. */
export function shownTopic(model: Model, topic: string): string {
  const [id = '', ...rest] = topic.split('.');
  const entity = model.entities.find((own) => own.id === id);
  return [entity?.apiName ?? id, ...rest].join('.');
}

const HEADER = /^[A-Za-z0-9-]{1,64}$/;
const VALUE = /^[\t\x20-\x7e]{0,1000}$/;
/** Those that the message itself needs. */
const OURS =
  /^(host|content-.*|transfer-encoding|connection|upgrade|te|trailer|expect|user-agent|webhook-.*|proxy-.*)$/i;

function readHeaders(given: unknown, { path, issues }: Reading): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(given)) return undefined;
  const headers: Record<string, string> = {};
  for (const [index, item] of given.entries()) {
    const { name, value } = headerOf(item);
    if (!HEADER.test(name) || OURS.test(name) || !VALUE.test(value) || index >= LIMITS.webhookHeadersMax)
      issues.push(issue('CONNECTION_HEADER', pointer(path, 'headers', index), { name: name.slice(0, 80) }));
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function headerOf(item: unknown): { readonly name: string; readonly value: string } {
  if (typeof item !== 'object' || item === null) return { name: '', value: '' };
  return { name: String(Reflect.get(item, 'name') ?? ''), value: String(Reflect.get(item, 'value') ?? '') };
}
