// Signing in again in a second tab: that tab tells the first one.
const CHANNEL = 'tenon-signed-in';

export function announce(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** Calls back when another tab has signed in; answers how to stop listening. */
export function announced(then: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = then;
  return () => channel.close();
}
