import { texts } from '~/texts';

/** Tenon refused a call, in its own words: what happened and what to do. */
export class Refused extends Error {
  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** Every complaint, one sentence each. */
    readonly complaints: string[],
    /** Names the call in Tenon's log. */
    readonly traceId: string | undefined,
  ) {
    super(complaints.join(' '));
  }

  /** Somebody else changed the record since it was read (If-Match). */
  get isStale(): boolean {
    return this.status === 412;
  }
}

/** No answer: Tenon is not running, or the network is gone. */
export class Unreachable extends Error {
  constructor() {
    super(texts.errors.unreachable);
  }
}

/** What to tell a person about anything that was thrown. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
