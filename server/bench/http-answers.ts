/** One whole answer, as the load generator sees it. */
export interface HttpAnswer {
  readonly status: number;
  readonly bytes: number;
  /** Whether the body says `"errors"`. */
  readonly hasErrors: boolean;
  /** Whether it says when to ask again. */
  readonly saysWhen: boolean;
  /** The start of the body. */
  readonly start: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
const ERRORS = Buffer.from('"errors"');
const EMPTY = Buffer.alloc(0);

/**
 * Reads HTTP/1.1 answers of one connection that has one request under way, with Content-Length and chunked alike, and
 * without keeping bodies. As little work as tells when an answer is whole and whether it is good.
 */
export class HttpAnswers {
  private readonly onAnswer: (answer: HttpAnswer) => void;
  private rest: Buffer = EMPTY;
  private state: 'head' | 'body' | 'chunkSize' | 'chunk' | 'trailer' = 'head';
  private left = 0;
  private status = 0;
  private bytes = 0;
  private hasErrors = false;
  private saysWhen = false;
  private start = '';

  constructor(onAnswer: (answer: HttpAnswer) => void) {
    this.onAnswer = onAnswer;
  }

  take(chunk: Buffer): void {
    let data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = EMPTY;
    while (data.length > 0) {
      const used = this.step(data);
      if (used === 0) {
        this.rest = data;
        return;
      }
      data = used === data.length ? EMPTY : data.subarray(used);
    }
  }

  /** Uses up what it can; 0 when more is needed. */
  private step(data: Buffer): number {
    switch (this.state) {
      case 'head':
        return this.head(data);
      case 'body':
        return this.body(data, 'head');
      case 'chunk':
        return this.body(data, 'chunkSize');
      case 'chunkSize': {
        const end = data.indexOf(LINE_END);
        if (end < 0) return 0;
        // The line end of the chunk before stands first.
        if (end === 0) return 2;
        this.left = Number.parseInt(data.toString('latin1', 0, end), 16);
        this.state = this.left === 0 ? 'trailer' : 'chunk';
        return end + 2;
      }
      case 'trailer': {
        const end = data.indexOf(LINE_END);
        if (end < 0) return 0;
        if (end === 0) this.finish();
        return end + 2;
      }
    }
  }

  private head(data: Buffer): number {
    const end = data.indexOf(HEAD_END);
    if (end < 0) return 0;
    const head = data.toString('latin1', 0, end).toLowerCase();
    this.status = Number(head.slice(9, 12));
    this.bytes = 0;
    this.hasErrors = false;
    this.saysWhen = head.includes('\r\nretry-after:');
    this.start = '';
    const at = head.indexOf('\r\ncontent-length:');
    if (at >= 0) {
      this.left = Number.parseInt(head.slice(at + 17), 10);
      this.state = 'body';
      if (this.left === 0) this.finish();
    } else if (head.includes('\r\ntransfer-encoding: chunked')) this.state = 'chunkSize';
    else throw new Error(`no length in: ${head.slice(0, 300)}`);
    return end + 4;
  }

  private body(data: Buffer, next: 'head' | 'chunkSize'): number {
    const part = data.length > this.left ? data.subarray(0, this.left) : data;
    if (this.start === '') this.start = part.toString('latin1', 0, Math.min(300, part.length));
    if (part.includes(ERRORS)) this.hasErrors = true;
    this.left -= part.length;
    this.bytes += part.length;
    if (this.left === 0) {
      this.state = next;
      if (next === 'head') this.finish();
    }
    return part.length;
  }

  private finish(): void {
    this.state = 'head';
    const { status, bytes, hasErrors, saysWhen, start } = this;
    this.onAnswer({ status, bytes, hasErrors, saysWhen, start });
  }
}
