// OAuth 2.0 through two clients that are not ours: oauth4webapi, which is strict about the RFCs, and
// HighLevel's SDK, which keeps and refreshes its tokens itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { HighLevel, MemorySessionStorage } from '@gohighlevel/api-client';
import * as oauth from 'oauth4webapi';
import { baseURL, locationId, need, somebody } from './support.js';

const redirectUri = 'http://127.0.0.1:8765/callback';
const scope = 'contacts.readonly contacts.write';
// Only loopback is without TLS here.
const plain = { [oauth.allowInsecureRequests]: true };

/** Opens an app's link as a person would and says yes; the address that the app is called back at. */
function consent(link: string): URL {
  const [python, ...person] = need('TENON_PERSON').split(' ');
  return new URL(execFileSync(python, [...person, link], { encoding: 'utf8' }).trim());
}

async function server(): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(baseURL);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plain }));
}

for (const kind of ['confidential', 'public'] as const) {
  test(`the code flow with PKCE, refresh, introspection and revocation: a ${kind} client`, async () => {
    const as = await server();
    const client: oauth.Client = { client_id: need(kind === 'public' ? 'TENON_PUBLIC_CLIENT_ID' : 'TENON_CLIENT_ID') };
    const auth = kind === 'public' ? oauth.None() : oauth.ClientSecretBasic(need('TENON_CLIENT_SECRET'));
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const link = new URL(as.authorization_endpoint!);
    link.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    // Checks `state` and, because the metadata promises it, `iss` (RFC 9207).
    const answer = oauth.validateAuthResponse(as, client, consent(link.href), state);
    const first = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(as, client, auth, answer, redirectUri, verifier, plain),
    );
    assert.equal(first.locationId, locationId);
    const second = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, auth, first.refresh_token!, plain),
    );
    assert.notEqual(second.refresh_token, first.refresh_token);
    const read = () =>
      oauth.protectedResourceRequest(
        second.access_token,
        'GET',
        new URL(`${baseURL}/contacts/search/duplicate?locationId=${locationId}&email=a%40example.org`),
        new Headers({ version: '2021-07-28' }),
        null,
        plain,
      );
    assert.equal((await read()).status, 200);
    if (kind === 'confidential') {
      const told = await oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, auth, second.access_token, plain),
      );
      assert.equal(told.active, true);
    }
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, auth, second.refresh_token!, plain),
    );
    await assert.rejects(
      oauth.refreshTokenGrantRequest(as, client, auth, second.refresh_token!, plain).then((response) =>
        oauth.processRefreshTokenResponse(as, client, response),
      ),
      (error: any) => error.error === 'invalid_grant',
    );
  });
}

test("HighLevel's SDK gets, keeps and refreshes its tokens itself", async () => {
  const clientId = need('TENON_SDK_CLIENT_ID');
  const clientSecret = need('TENON_SDK_CLIENT_SECRET');
  const sessionStorage = new MemorySessionStorage();
  const ghl = new HighLevel({ clientId, clientSecret, sessionStorage, logLevel: 'none' });
  ghl.getHttpClient().defaults.baseURL = baseURL;
  // The link that the SDK makes, at our address instead of the marketplace's.
  const made = new URL(ghl.oauth.getAuthorizationUrl(clientId, redirectUri, scope));
  const callback = consent(baseURL + made.pathname + made.search);
  const token = await ghl.oauth.getAccessToken({
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code')!,
    user_type: 'Location',
    redirect_uri: redirectUri,
  });
  assert.equal(token.locationId, locationId);
  await sessionStorage.setSession(locationId, token as any);

  const person = somebody();
  const { contact } = await ghl.contacts.createContact(person);
  const asked = { headers: { locationId } };
  const read = () => ghl.contacts.getContact({ contactId: contact!.id! }, asked);
  assert.equal((await read()).contact?.email, person.email);

  // About to run out: the SDK refreshes before it asks.
  const session: any = await sessionStorage.getSession(locationId);
  await sessionStorage.setSession(locationId, { ...session, expires_in: 1 });
  assert.equal((await read()).contact?.email, person.email);
  const refreshed: any = await sessionStorage.getSession(locationId);
  assert.notEqual(refreshed.access_token, session.access_token);

  // Refused in the middle: the SDK refreshes and asks again, once.
  await sessionStorage.setSession(locationId, { ...refreshed, access_token: 'gone' });
  assert.equal((await read()).contact?.email, person.email);
});
