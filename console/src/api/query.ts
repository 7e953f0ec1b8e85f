// Reading and writing from a screen. What was read is known by its path, so that a change can say
// which lists are old now.
import { QueryClient, keepPreviousData, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { call, type Answer, type PathOf, type Request } from './client';
import { Unreachable, sentence } from './errors';
import { toast } from '~/shell/toasts';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Tenon's refusals do not change by asking again; a lost connection may.
      retry: (failures, error) => error instanceof Unreachable && failures < 2,
    },
  },
});

interface Options { enabled?: boolean; refetchInterval?: number | false; keepPrevious?: boolean; staleTime?: number }

/** What an operation answers, kept up to date. */
export function useGet<P extends PathOf<'get'>>(path: P, request: Request<'get', P>, options: Options = {}): UseQueryResult<Answer<'get', P>> {
  const { keepPrevious, ...rest } = options;
  return useQuery({
    queryKey: [path, request],
    queryFn: ({ signal }) => call('get', path, { ...request, signal }),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...rest,
  }) as UseQueryResult<Answer<'get', P>>;
}

interface Sending<A, R> {
  /** The paths of which everything read is old afterwards. */
  renews?: PathOf<'get'>[];
  /** Told in a toast when it is done. */
  says?: string | ((answer: A, request: R) => string | undefined);
  /** Shows the change at once, and answers how to take it back when Tenon refuses. */
  optimistic?: (request: R) => (() => void) | undefined;
  onDone?: (answer: A, request: R) => void;
  /** Without it the refusal is told in a toast. */
  onRefused?: (error: unknown, request: R) => void;
}

/** A change, sent when `mutate` is called. */
export function useSend<M extends 'post' | 'put' | 'delete', P extends PathOf<M>>(method: M, path: P, options: Sending<Answer<M, P>, Request<M, P>> = {}) {
  const client = useQueryClient();
  return useMutation<Answer<M, P>, unknown, Request<M, P>, { takeBack: (() => void) | undefined }>({
    mutationFn: (request) => call(method, path, request),
    onMutate: (request) => ({ takeBack: options.optimistic?.(request) }),
    onSuccess: (answer, request) => {
      const says = typeof options.says === 'function' ? options.says(answer, request) : options.says;
      if (says) toast({ text: says });
      options.onDone?.(answer, request);
    },
    onError: (error, request, context) => {
      context?.takeBack?.();
      if (options.onRefused) options.onRefused(error, request);
      else toast({ text: sentence(error), tone: 'bad' });
    },
    onSettled: () => Promise.all((options.renews ?? []).map((path) => client.invalidateQueries({ queryKey: [path] }))),
  });
}
