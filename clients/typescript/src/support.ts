// What every check needs: the SDK pointed at the server under test, and people nobody else has.
import { randomUUID } from 'node:crypto';
import { HighLevel } from '@gohighlevel/api-client';

/** Where the server is: https://… without a slash at its end. */
export const baseURL = need('TENON_URL');
/** The location that the checks play in. */
export const locationId = need('TENON_LOCATION');

export function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; scripts/clients sets it`);
  return value;
}

/** HighLevel's SDK, its base URL changed and nothing else. */
export function connect(config: { token?: string; apiVersion?: string } = {}): HighLevel {
  const ghl = new HighLevel({
    privateIntegrationToken: config.token ?? need('TENON_TOKEN'),
    apiVersion: config.apiVersion,
    logLevel: 'none',
  });
  ghl.getHttpClient().defaults.baseURL = baseURL;
  return ghl;
}

let people = 0;

/** A person with an e-mail and a phone number of their own. */
export function somebody(firstName = 'Ana') {
  // A thousand numbers of its own for each process: chance would let two people meet some day.
  const number = 2_000_000 + (process.pid % 8_000) * 1_000 + people++;
  return { locationId, firstName, lastName: 'Cruz', email: `${randomUUID()}@example.org`, phone: `+1512${number}` };
}

/** Makes a contact; its id. */
export async function contact(ghl: HighLevel, more: object = {}): Promise<string> {
  const answer = await ghl.contacts.createContact({ ...somebody(), ...more });
  if (!answer.contact?.id) throw new Error(`no id in ${JSON.stringify(answer)}`);
  return answer.contact.id;
}

/** Awaits what is to be refused; how it was. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; statusCode?: number; message: string; response?: any }> {
  try {
    const answer = await call;
    throw new Error(`not refused: ${JSON.stringify(answer)}`);
  } catch (error: any) {
    if (error.statusCode === undefined) throw error;
    return { name: error.constructor.name, statusCode: error.statusCode, message: error.message, response: error.response };
  }
}
