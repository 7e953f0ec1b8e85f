import { useSyncExternalStore } from 'react';

const narrow = () => window.matchMedia('(max-width: 47.9rem)');

/** Whether this is a phone, or a window as narrow as one. */
export const useNarrow = (): boolean => useSyncExternalStore(
  (listener) => {
    const query = narrow();
    query.addEventListener('change', listener);
    return () => query.removeEventListener('change', listener);
  },
  () => narrow().matches,
);
