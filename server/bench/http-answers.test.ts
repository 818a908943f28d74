import { describe, expect, it } from 'vitest';
import { HttpAnswers, type HttpAnswer } from './http-answers.ts';

const SIZED = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"data":{}}';
const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"da\r\n7;name=value\r\nta":{}}\r\n0\r\nTrailer: yes\r\n\r\n';
const EMPTY = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n';
const REFUSED = 'HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"errors":[]}';

/** The answers of a connection that comes in pieces of so many bytes. */
function answersOf(wire: string, size: number): readonly HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  const reader = new HttpAnswers((answer) => answers.push(answer));
  const bytes = Buffer.from(wire);
  for (let at = 0; at < bytes.length; at += size) reader.take(bytes.subarray(at, at + size));
  return answers;
}

describe('the load generator’s reader of answers', () => {
  it('finds the same answers however the bytes are cut', () => {
    const wire = SIZED + CHUNKED + EMPTY + SIZED;
    const whole = answersOf(wire, wire.length);
    expect(whole.map(({ status, bytes }) => [status, bytes])).toEqual([
      [200, 11],
      [200, 11],
      [503, 0],
      [200, 11],
    ]);
    for (let size = 1; size < wire.length; size += 1)
      expect(answersOf(wire, size).map(({ status, bytes }) => [status, bytes])).toEqual(
        whole.map(({ status, bytes }) => [status, bytes]),
      );
  });

  it('tells answers with errors from good ones', () => {
    expect(answersOf(SIZED + REFUSED, 1_000).map(({ hasErrors }) => hasErrors)).toEqual([false, true]);
  });

  it('refuses an answer whose end it cannot know', () => {
    expect(() => answersOf('HTTP/1.1 200 OK\r\n\r\n{}', 100)).toThrow('no length');
  });
});
